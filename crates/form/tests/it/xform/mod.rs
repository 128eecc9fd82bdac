//! XForm documents, the second way into the engine.
//!
//! A test writes the model and the body; [`document`] puts the rest around them. Not here: documents in the styles of the
//! field's servers, which are cases (`conformance/scenario-xform-*.json`).

mod limits;
mod pack;
mod paths;
mod problems;
mod values;
mod warnings;

use std::collections::BTreeMap;
use std::rc::Rc;

use form::scenario::{Device, Scenario};
use form::{Compiled, FormDefinition, Problem};

/// A document with a model and a body; the body's first line is the document's fifth.
fn document(model: &str, body: &str) -> String {
    format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>样例</h:title><model>
{model}
</model></h:head><h:body>
{body}
</h:body></h:html>"#
    )
}

fn compile(model: &str, body: &str) -> Compiled {
    form::compile_xform(&document(model, body), &BTreeMap::new())
}

/// The form, where it has to be taken.
fn form(model: &str, body: &str) -> FormDefinition {
    let compiled = compile(model, body);
    let problems: Vec<String> = compiled.problems.iter().map(Problem::to_string).collect();
    compiled.form.unwrap_or_else(|| panic!("the form is refused: {}", problems.join("; ")))
}

/// A person begins to fill it.
fn start(model: &str, body: &str) -> Scenario {
    Scenario::of(Rc::new(form(model, body)), Rc::new(Device::default()))
}

/// All problems, as the log has them.
fn problems(model: &str, body: &str) -> Vec<String> {
    compile(model, body).problems.iter().map(Problem::to_string).collect()
}
