//! A block of rows as a disk gives it back: as it was written, plain or packed, or damaged.

use store::blocks::Block;

pub fn target(bytes: &[u8]) {
    if let Ok(block) = Block::read(bytes) {
        assert_eq!(Block::read(&block.to_bytes()).ok(), Some(block), "a block changes by being written");
    }
}
