//! CRC-32, the checksum that tells an accident from a whole text; never an attack, for which there is [`crate::Sha256`].

use crc::{CRC_32_ISO_HDLC, Crc, Table};

/// One table of 1 KB: larger ones are faster, and every first visit would load them.
static ZIP: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The CRC-32 that zip and gzip use.
pub fn crc32(bytes: &[u8]) -> u32 {
    ZIP.checksum(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_checksum_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
