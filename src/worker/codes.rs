//! Codes in pictures, where the browser has no reader of its own: QR, as it stands on licences.

/// A picture of more points would only take longer: the page makes it smaller.
const MOST_POINTS: usize = 4_000_000;

/// The bytes of the first code that can be read whole. `None`: there is none, or the picture is no picture.
pub fn read(width: u32, luminance: &[u8]) -> Option<Vec<u8>> {
    let width = usize::try_from(width).ok().filter(|width| *width > 0)?;
    let height = luminance.len() / width;
    if luminance.len() != width * height || luminance.len() > MOST_POINTS {
        return None;
    }
    let mut reader = quircs::Quirc::new();
    let mut seen = reader.identify(width, height, luminance);
    seen.find_map(|code| Some(code.ok()?.decode().ok()?.payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of an invented business licence, dark modules as `#`, made with another library than the one that reads it.
    const LICENCE: &str = include_str!("codes/licence.txt");
    const LICENCE_SAYS: &str = include_str!("codes/licence-says.txt");

    const LIGHT: usize = 12;

    /// The code as a picture: modules of so many points, so much light around them that no turn cuts a corner off.
    fn picture(points: usize) -> (usize, Vec<u8>) {
        let rows: Vec<&[u8]> = LICENCE.lines().map(str::as_bytes).collect();
        let width = (rows.len() + 2 * LIGHT) * points;
        let is_dark = |x: usize, y: usize| {
            let at = |place: usize| (place / points).checked_sub(LIGHT);
            at(y).zip(at(x)).and_then(|(row, column)| rows.get(row)?.get(column)) == Some(&b'#')
        };
        let points = (0..width * width).map(|place| if is_dark(place % width, place / width) { 30 } else { 220 });
        (width, points.collect())
    }

    /// Turned by a few degrees about its middle, as a hand holds a tablet.
    fn turned(width: usize, points: &[u8], degrees: f64) -> Vec<u8> {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let middle = width as f64 / 2.0;
        let from = |place: usize| {
            let (x, y) = ((place % width) as f64 - middle, (place / width) as f64 - middle);
            let (x, y) = (x * cosine + y * sine + middle, y * cosine - x * sine + middle);
            let is_inside = x >= 0.0 && y >= 0.0 && x < width as f64 && y < width as f64;
            if is_inside { points[y as usize * width + x as usize] } else { 220 }
        };
        (0..points.len()).map(from).collect()
    }

    fn says(width: usize, points: &[u8]) -> Option<String> {
        read(u32::try_from(width).unwrap(), points).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn the_code_of_a_licence_is_read() {
        let (width, points) = picture(6);
        assert_eq!(says(width, &points).as_deref(), Some(LICENCE_SAYS.trim_end()));
    }

    #[test]
    fn a_code_held_at_a_slant_is_read() {
        let (width, points) = picture(8);
        for degrees in [-30.0, -7.0, 12.0, 45.0, 180.0] {
            assert_eq!(
                says(width, &turned(width, &points, degrees)).as_deref(),
                Some(LICENCE_SAYS.trim_end()),
                "{degrees}"
            );
        }
    }

    #[test]
    fn in_a_picture_without_a_code_nothing_is_read() {
        assert_eq!(read(100, &[128; 100 * 80]), None);
        let (width, mut points) = picture(6);
        points.iter_mut().step_by(3).for_each(|point| *point = 0);
        assert_eq!(says(width, &points), None);
    }

    #[test]
    fn what_is_no_picture_or_far_too_large_is_not_looked_at() {
        assert_eq!(read(0, &[]), None);
        assert_eq!(read(100, &[0; 150]), None);
        assert_eq!(read(4_000, &vec![255; MOST_POINTS + 4_000]), None);
    }
}
