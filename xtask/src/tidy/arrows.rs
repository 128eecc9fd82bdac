//! Who may use whom. Start at [`MAY_USE`]: a room or an arrow that it lacks is a finding.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Finding;

/// Every room, and the rooms it may use. A new arrow is a line here and a reason in `docs/architecture.md`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("xpath", &[]),
    ("sheet", &[]),
    ("rules", &["record", "sheet"]),
    ("form", &["record", "xpath", "sheet"]),
    ("store", &["record"]),
    ("batch", &["record"]),
    ("ledger", &["record", "xpath", "sheet", "rules", "form"]),
    ("sample", &["record", "rules", "ledger", "batch", "sheet"]),
    ("transport", &["record", "batch"]),
    (
        "taizhang",
        &["record", "xpath", "sheet", "rules", "form", "store", "batch", "ledger", "sample", "transport", "bench"],
    ),
    ("fuzz", &["record", "xpath", "sheet", "form", "store", "batch"]),
    ("xtask", &["record", "xpath", "sheet", "rules", "form"]),
    ("bench", &["record", "sheet", "rules", "form", "batch", "ledger", "sample"]),
    ("fleet", &["record", "sheet", "rules", "batch", "ledger", "transport", "sample", "bench"]),
];

/// Packages that reach the screen, the clock, chance, the network or threads: for the app alone.
const ROOF_ONLY: &[&str] = &[
    "yew",
    "yew-router",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "gloo",
    "gloo-*",
    "indexed_db_futures",
    "rand",
    "rand_*",
    "getrandom",
    "fastrand",
    "tokio",
    "async-std",
    "futures",
    "rayon",
    "chrono",
    "time",
    "reqwest",
    "ureq",
];

/// One package of the workspace and what it asks for.
pub struct Manifest {
    pub name: String,
    pub file: String,
    pub uses: Vec<Use>,
}

/// One line of a manifest's dependencies.
pub struct Use {
    pub name: String,
    /// The version asked for; `None` for a room of this workspace.
    pub version: Option<String>,
    /// Only for its tests.
    pub for_tests: bool,
}

/// Reads all manifests through cargo, which knows about inheritance, renames and targets.
pub fn manifests(project: &Path) -> Result<Vec<Manifest>, Box<dyn std::error::Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(project)
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(packages.iter().map(|package| read(package, project)).collect())
}

fn read(package: &Value, project: &Path) -> Manifest {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let path = text(&package["manifest_path"]);
    let file = Path::new(&path).strip_prefix(project).map_or(path.clone(), |rest| rest.display().to_string());
    let uses = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let uses = uses.iter().map(|dependency| Use {
        name: text(&dependency["name"]),
        version: dependency["path"].is_null().then(|| text(&dependency["req"])),
        for_tests: dependency["kind"] == "dev",
    });
    Manifest { name: text(&package["name"]), file, uses: uses.collect() }
}

/// Rooms and arrows outside the plan, packages that a pure room may not know, versions that can drift.
pub fn check(manifests: &[Manifest]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifests {
        let mut find = |what: String| findings.push(Finding { file: manifest.file.clone(), line: 0, what });
        let Some((_, allowed)) = MAY_USE.iter().find(|(room, _)| *room == manifest.name) else {
            find(format!("`{}` is not a room of the plan; see docs/architecture.md", manifest.name));
            continue;
        };
        let pure = !matches!(manifest.name.as_str(), "taizhang" | "xtask" | "bench" | "fleet");
        for one in &manifest.uses {
            match &one.version {
                // What measures the product is no part of it.
                None if !allowed.contains(&one.name.as_str())
                    || (one.name == "bench" && !one.for_tests && manifest.name != "fleet") =>
                {
                    find(format!("`{}` may not use `{}`; see docs/architecture.md", manifest.name, one.name));
                }
                None => {}
                Some(version) => {
                    if !version.starts_with('=') {
                        find(format!("`{}` is asked for as `{version}`; pin it with `=`", one.name));
                    }
                    if pure && !one.for_tests && ROOF_ONLY.iter().any(|pattern| matches(pattern, &one.name)) {
                        find(format!("`{}` is a pure room and may not use `{}`", manifest.name, one.name));
                    }
                }
            }
        }
    }
    findings
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, uses: &[(&str, Option<&str>)]) -> Manifest {
        let uses = uses.iter().map(|(name, version)| Use {
            name: (*name).to_owned(),
            version: version.map(str::to_owned),
            for_tests: false,
        });
        Manifest { name: name.to_owned(), file: format!("crates/{name}/Cargo.toml"), uses: uses.collect() }
    }

    fn said(manifest: Manifest) -> String {
        check(&[manifest]).iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_arrow_of_the_plan_is_fine() {
        assert_eq!(said(room("form", &[("record", None), ("xpath", None), ("serde", Some("=1.0.229"))])), "");
    }

    #[test]
    fn an_arrow_that_the_plan_lacks_is_found() {
        let said = said(room("store", &[("form", None)]));
        assert_eq!(said, "crates/store/Cargo.toml: `store` may not use `form`; see docs/architecture.md");
    }

    #[test]
    fn a_room_that_the_plan_lacks_is_found() {
        assert!(said(room("utils", &[])).contains("`utils` is not a room"));
    }

    #[test]
    fn a_browser_package_in_a_pure_room_is_found() {
        assert!(said(room("batch", &[("gloo-net", Some("=0.6.0"))])).contains("pure room and may not use `gloo-net`"));
    }

    #[test]
    fn a_version_that_can_drift_is_found() {
        assert!(said(room("sheet", &[("csv", Some("^1.4"))])).contains("pin it with `=`"));
    }

    #[test]
    fn the_roof_may_use_the_browser() {
        assert_eq!(said(room("taizhang", &[("web-sys", Some("=0.3.105")), ("ledger", None)])), "");
    }
}
