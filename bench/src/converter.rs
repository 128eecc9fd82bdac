//! The field's own converter, pyxform, as the peer that reads the same workbooks.

use std::fs;
use std::process::Command;

use crate::filling::Failure;

/// A Python that has pyxform.
pub struct Converter {
    python: String,
    pub version: String,
}

/// Prints the processor time of each conversion alone: what it takes to start Python and to load pyxform is not counted.
const CONVERT: &str = "\
import sys, time
from pyxform.xls2xform import convert
for _ in range(3):
    begun = time.process_time()
    convert(xlsform=sys.argv[1], validate=False, pretty_print=False)
    print((time.process_time() - begun) * 1000)
";
const VERSION: &str = "from importlib.metadata import version; print(version('pyxform'))";

impl Converter {
    /// `None` where this Python cannot be run or has no pyxform.
    pub fn find(python: &str) -> Option<Self> {
        let output = Command::new(python).args(["-c", VERSION]).output().ok()?;
        let version = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !version.is_empty()).then(|| Self { python: python.to_owned(), version })
    }

    /// Milliseconds of processor time, the median of three conversions.
    pub fn ms(&self, name: &str, workbook: &[u8]) -> Result<f64, Failure> {
        let file = std::env::temp_dir().join(format!("taizhang-bench-{}-{name}.xlsx", std::process::id()));
        fs::write(&file, workbook)?;
        let output = Command::new(&self.python).args(["-c", CONVERT]).arg(&file).output();
        fs::remove_file(&file)?;
        let output = output?;
        let mut times: Vec<f64> =
            String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| line.parse().ok()).collect();
        times.sort_by(f64::total_cmp);
        let error = || format!("pyxform on {name}: {}", String::from_utf8_lossy(&output.stderr)).into();
        times.get(times.len() / 2).copied().filter(|_| output.status.success()).ok_or_else(error)
    }
}
