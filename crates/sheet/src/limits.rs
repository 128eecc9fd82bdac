//! How much a foreign table may hold. Every number that stops a reader stands here; each has a test at it and over it.

/// What is read at most. The defaults are for what people send; tests lower them.
///
/// All are checked against what is there, counted while it is read, never against what a file says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of the file as it stands.
    pub file_bytes: u64,
    /// Bytes of all its parts inflated; and bytes of text in all its cells, which repeated strings make more.
    pub unpacked_bytes: u64,
    /// Inflated bytes for each byte of the file, asked for from [`Limits::ratio_from`] inflated bytes on.
    pub ratio: u64,
    pub ratio_from: u64,
    /// Parts in the file, and sheets in the workbook.
    pub entries: u32,
    /// The highest row that may hold a value, as the spreadsheet program numbers it.
    pub rows: u32,
    /// The number of the last column that may hold a value: 200 is column GR.
    pub columns: u16,
    /// Cells with a value in the whole workbook; in a delimited file, rows times columns.
    pub cells: u64,
    /// Characters in one cell.
    pub cell_characters: usize,
    /// Elements inside each other in one part.
    pub depth: usize,
    /// Bytes of one tag, one comment or one run of text in a part.
    pub token_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 10 << 20,
            unpacked_bytes: 64 << 20,
            ratio: 200,
            ratio_from: 1 << 20,
            entries: 200,
            rows: 200_000,
            columns: 200,
            cells: 2_000_000,
            cell_characters: 32_767,
            depth: 64,
            token_bytes: 1 << 20,
        }
    }
}
