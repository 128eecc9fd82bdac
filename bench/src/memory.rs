//! How much memory a form takes, counted as it is allocated.
//!
//! Natively a number is twice as wide as in a browser; what a browser's memory grows to is measured there.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::Package;
use peak_alloc::PeakAlloc;
use sheet::Limits;

use crate::filling::{Device, Failure, Filling};

/// Bytes of one form on its way. All are over what stood before the form came.
pub struct Memory {
    /// Questions or choices: what the form has many of.
    pub items: usize,
    pub workbook: usize,
    pub definition: usize,
    /// The most at any moment, from the workbook's bytes to the package.
    pub compile_peak: usize,
    pub package: usize,
    /// Definition and instance, the first page drawn.
    pub filling: usize,
    /// After the questions that use its lists were answered.
    pub used: usize,
}

/// Opens a form and gives these answers. Needs [`PeakAlloc`] as the program's allocator.
///
/// # Errors
/// What could not be opened or answered.
pub fn measure(bytes: &[u8], answers: &[(&str, &str)]) -> Result<Memory, Failure> {
    let over = |before: usize| PeakAlloc.current_usage().saturating_sub(before);
    let before = PeakAlloc.current_usage();
    PeakAlloc.reset_peak_usage();
    let workbook = sheet::read_xlsx(bytes, &Limits::default())?;
    let of_workbook = over(before);
    let definition = form::compile(&workbook, &BTreeMap::new()).form.ok_or("the form does not compile")?;
    drop(workbook);
    let of_definition = over(before);
    let package = Package { definition, files: BTreeMap::new() };
    let packed = package.to_bytes()?;
    let compile_peak = PeakAlloc.peak_usage().saturating_sub(before);
    drop(package);
    let before = PeakAlloc.current_usage();
    let Package { definition, files } = Package::from_bytes(&packed)?;
    let items = definition.nodes.len().max(definition.lists.iter().map(|list| list.len() as usize).sum());
    let mut filling = Filling::begin(&Rc::new(definition), &Rc::new(Device::new(&files)));
    let of_filling = over(before);
    for (path, answer) in answers {
        filling.answer(path, answer)?;
    }
    let (workbook, definition) = (of_workbook, of_definition);
    Ok(Memory {
        items,
        workbook,
        definition,
        compile_peak,
        package: packed.len(),
        filling: of_filling,
        used: over(before),
    })
}
