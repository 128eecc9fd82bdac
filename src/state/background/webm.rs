//! What a browser recorded at different times, as one WebM that is heard from its beginning to its end.
//!
//! A recorder that begins anew writes a whole stream from time nought, and players stop at the end of the first stream of a
//! file. So what follows is put into the first: its clusters, with their times moved behind what is there. Nothing is decoded.
//! Start at [`chained`].
//!
//! Source of the format: RFC 8794 (EBML) and RFC 9559 (Matroska).

/// What every stream begins with.
pub const MAGIC: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

const EBML: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1f43_b675;
/// What may stand beside clusters: an end of one whose length is not told.
const BESIDE_CLUSTERS: [u32; 8] =
    [EBML, SEGMENT, CLUSTER, 0x1549_a966, 0x1654_ae6b, 0x1c53_bb6b, 0x1254_c367, 0x114d_9b74];
const TIMESTAMP: u32 = 0xe7;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK_GROUP: u32 = 0xa0;
const BLOCK: u32 = 0xa1;

/// A cluster whose length is not told, with a timestamp of eight bytes to follow.
const CLUSTER_BEGINS: [u8; 14] = [0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xe7, 0x88];
/// The last block of a recording lasts as long as the longest that browsers write.
const LAST_BLOCK_MS: u64 = 60;

/// One element: what it is, and where its body begins. `body_end`: `None` where its length is not told.
#[derive(Clone, Copy)]
struct Element {
    id: u32,
    begin: usize,
    body: usize,
    body_end: Option<usize>,
}

impl Element {
    /// The element at a place. `None`: it is not there, or its head is cut off.
    fn at(bytes: &[u8], begin: usize) -> Option<Self> {
        let (id, id_bytes) = number(bytes.get(begin..)?, false)?;
        let (length, length_bytes) = number(bytes.get(begin + id_bytes..)?, true)?;
        let body = begin + id_bytes + length_bytes;
        let is_unknown = length == (1_u64 << (7 * length_bytes)) - 1;
        let body_end = if is_unknown { None } else { Some(body.checked_add(usize::try_from(length).ok()?)?) };
        Some(Self { id: u32::try_from(id).ok()?, begin, body, body_end })
    }

    /// Its body, if all of it is there.
    fn whole<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        bytes.get(self.body..self.body_end?)
    }
}

/// A number whose first byte says how long it is, and its length. An id keeps the bit that says so.
fn number(bytes: &[u8], is_length: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let count = first.leading_zeros() as usize + 1;
    if count > 8 || (!is_length && count > 4) {
        return None;
    }
    let kept = if is_length { first & (0xff_u16 >> count) as u8 } else { first };
    let rest = bytes.get(1..count)?;
    Some((rest.iter().fold(u64::from(kept), |number, byte| number << 8 | u64::from(*byte)), count))
}

/// Streams one behind the other. `None`: one of them is not what a browser records.
pub fn chained(streams: &[&[u8]]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(streams.iter().map(|stream| stream.len()).sum());
    let mut behind_ms = 0;
    for (at, stream) in streams.iter().enumerate() {
        let clusters = clusters(stream)?;
        if at == 0 {
            whole.extend(without_length(stream, clusters)?);
        }
        behind_ms = append(&mut whole, stream, clusters, behind_ms);
    }
    Some(whole)
}

/// Where the first cluster begins.
fn clusters(stream: &[u8]) -> Option<usize> {
    let mut at = Element::at(stream, 0).filter(|head| head.id == EBML)?.body_end?;
    at = Element::at(stream, at).filter(|segment| segment.id == SEGMENT)?.body;
    while let Some(element) = Element::at(stream, at) {
        if element.id == CLUSTER {
            return Some(at);
        }
        at = element.body_end?;
    }
    // Stopped before anything was recorded.
    (at == stream.len()).then_some(at)
}

/// All before the first cluster, the length of the segment not told any more: it grows.
fn without_length(stream: &[u8], clusters: usize) -> Option<Vec<u8>> {
    let mut head = stream.get(..clusters)?.to_vec();
    let segment = Element::at(stream, Element::at(stream, 0)?.body_end?)?;
    let length = segment.begin + 4..segment.body;
    let count = length.len();
    for (place, byte) in head.get_mut(length)?.iter_mut().enumerate() {
        *byte = if place == 0 { (0x1ff_u16 >> count) as u8 } else { 0xff };
    }
    Some(head)
}

/// Puts the clusters of a stream behind what is there, so much later, and says when they end. What was cut off in the middle of a
/// block, as where the page was killed, ends with the block before.
fn append(whole: &mut Vec<u8>, stream: &[u8], clusters: usize, behind_ms: u64) -> u64 {
    let (mut at, mut end_ms) = (clusters, behind_ms);
    let mut cluster_ms = behind_ms;
    while let Some(element) = Element::at(stream, at) {
        if element.id == CLUSTER {
            at = element.body;
            continue;
        }
        let Some(body) = element.whole(stream) else { break };
        at = element.body + body.len();
        match element.id {
            TIMESTAMP => {
                cluster_ms = behind_ms + body.iter().fold(0_u64, |time, byte| time << 8 | u64::from(*byte));
                whole.extend(CLUSTER_BEGINS);
                whole.extend(cluster_ms.to_be_bytes());
            }
            SIMPLE_BLOCK | BLOCK_GROUP => {
                if let Some(later_ms) = later_ms(element.id, body) {
                    end_ms = end_ms.max(cluster_ms.saturating_add_signed(later_ms) + LAST_BLOCK_MS);
                }
                whole.extend(&stream[element.begin..at]);
            }
            // Indexes and tags: of the stream as it was.
            id if BESIDE_CLUSTERS.contains(&id) => {}
            _ => whole.extend(&stream[element.begin..at]),
        }
    }
    end_ms
}

/// How much later than its cluster a block begins.
fn later_ms(id: u32, body: &[u8]) -> Option<i64> {
    let block =
        if id == BLOCK_GROUP { Element::at(body, 0).filter(|block| block.id == BLOCK)?.whole(body)? } else { body };
    let (_, track_bytes) = number(block, true)?;
    let later = block.get(track_bytes..track_bytes + 2)?;
    Some(i64::from(i16::from_be_bytes([later[0], later[1]])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: [u8; 5] = [0x1a, 0x45, 0xdf, 0xa3, 0x80];
    const ENDLESS: [u8; 8] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    const TRACKS: [u8; 7] = [0x16, 0x54, 0xae, 0x6b, 0x82, 7, 7];

    fn block(later_ms: i16, sound: u8) -> Vec<u8> {
        let later = later_ms.to_be_bytes();
        vec![0xa3, 0x85, 0x81, later[0], later[1], 0x80, sound]
    }

    fn cluster(at_ms: u8, blocks: &[Vec<u8>]) -> Vec<u8> {
        let body = [&[0xe7, 0x81, at_ms], blocks.concat().as_slice()].concat();
        [&[0x1f, 0x43, 0xb6, 0x75][..], &ENDLESS, &body].concat()
    }

    fn measured_cluster(at_ms: u8, blocks: &[Vec<u8>]) -> Vec<u8> {
        let body = [&[0xe7, 0x81, at_ms], blocks.concat().as_slice()].concat();
        let length = 0x80 | u8::try_from(body.len()).expect("short");
        [&[0x1f, 0x43, 0xb6, 0x75, length][..], &body].concat()
    }

    fn stream(clusters: &[Vec<u8>]) -> Vec<u8> {
        [&HEAD[..], &[0x18, 0x53, 0x80, 0x67], &ENDLESS, &TRACKS, &clusters.concat()].concat()
    }

    /// Each block with the time at which it is heard.
    fn heard(whole: &[u8]) -> Vec<(u64, u8)> {
        let mut at = clusters(whole).expect("a stream");
        let (mut cluster_ms, mut heard) = (0, Vec::new());
        while let Some(element) = Element::at(whole, at) {
            at = element.body;
            let Some(body) = element.whole(whole) else { continue };
            at += body.len();
            if element.id == TIMESTAMP {
                cluster_ms = body.iter().fold(0, |time, byte| time << 8 | u64::from(*byte));
            } else if let Some(later) = later_ms(element.id, body) {
                heard.push((cluster_ms.saturating_add_signed(later), body[body.len() - 1]));
            }
        }
        heard
    }

    #[test]
    fn one_recording_behind_another_is_heard_behind_it() {
        let first = stream(&[cluster(0, &[block(0, 1), block(60, 2)]), cluster(100, &[block(20, 3)])]);
        let second = stream(&[measured_cluster(0, &[block(0, 4), block(60, 5)])]);
        let whole = chained(&[&first, &second]).expect("two streams");
        assert_eq!(heard(&whole), [(0, 1), (60, 2), (120, 3), (180, 4), (240, 5)]);
        assert_eq!(whole.windows(4).filter(|four| *four == MAGIC).count(), 1, "one stream");
        let third = chained(&[&whole, &first]).expect("what was chained goes on");
        assert_eq!(heard(&third)[5..], [(300, 1), (360, 2), (420, 3)]);
    }

    #[test]
    fn a_recording_that_was_cut_off_ends_with_its_last_whole_block() {
        let first = stream(&[cluster(0, &[block(0, 1), block(60, 2)])]);
        let second = stream(&[cluster(0, &[block(0, 3)])]);
        for cut in 1..7 {
            let whole = chained(&[&first[..first.len() - cut], &second]).expect("two streams");
            assert_eq!(heard(&whole), [(0, 1), (60, 3)], "{cut} bytes less");
        }
    }

    #[test]
    fn a_segment_whose_length_is_told_grows_all_the_same() {
        let body = [&TRACKS[..], &measured_cluster(0, &[block(0, 1)])].concat();
        let length = 0x80 | u8::try_from(body.len()).expect("short");
        let first = [&HEAD[..], &[0x18, 0x53, 0x80, 0x67, length], &body].concat();
        let whole = chained(&[&first, &first]).expect("two streams");
        assert_eq!(heard(&whole), [(0, 1), (60, 1)]);
        assert_eq!(Element::at(&whole, HEAD.len()).expect("a segment").body_end, None);
    }

    #[test]
    fn a_recording_without_sound_adds_nothing_and_what_is_none_is_refused() {
        let (sound, silence) = (stream(&[cluster(0, &[block(0, 1)])]), stream(&[]));
        assert_eq!(heard(&chained(&[&silence, &sound]).expect("two streams")), [(0, 1)]);
        assert_eq!(chained(&[&sound, b"OggS"]), None);
        assert_eq!(chained(&[b""]), None);
        for length in 0..sound.len() {
            let _any = chained(&[&sound[..length]]); // cut anywhere, it ends
        }
    }
}
