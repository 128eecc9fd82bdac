//! What of a person was corrected is not told again.

use ledger::{EntityState, LABEL, histories, is_corrected};

use crate::world::{Device, create, update};

fn state(list: &str, first: &[(&str, &str)], others: &[&[(&str, &str)]]) -> EntityState {
    let mut one = Device::new("one");
    let made = one.write(vec![create(list, "e1", first)]);
    let mut all = vec![made.clone()];
    for (place, said) in others.iter().enumerate() {
        let mut device = Device::new(&format!("d{place}"));
        all.push(device.write(vec![update(list, "e1", said, &[&made])]));
    }
    histories(&all).into_values().next().expect("an entity").state()
}

#[test]
fn a_phone_and_a_name_that_were_corrected_are_not_told_and_others_are() {
    let first = [(LABEL, "样例纺织"), ("contact_phone", "13800000001"), ("contact_name", "样例甲"), ("area", "area_1")];
    let later = [("contact_phone", "13900000002"), ("contact_name", "样例乙"), ("area", "area_2")];
    let state = state("enterprises", &first, &[&later]);
    assert!(is_corrected(&state, "contact_phone", "13800000001") && is_corrected(&state, "contact_name", "样例甲"));
    assert!(!is_corrected(&state, "contact_phone", "13900000002") && !is_corrected(&state, "contact_phone", ""));
    assert!(!is_corrected(&state, "area", "area_1") && !is_corrected(&state, LABEL, "样例旧名"));
}

#[test]
fn what_is_still_to_be_decided_between_stays_to_be_read() {
    let first = [(LABEL, "样例纺织"), ("contact_phone", "13800000001")];
    let state =
        state("enterprises", &first, &[&[("contact_phone", "13900000002")], &[("contact_phone", "13900000003")]]);
    assert!(!is_corrected(&state, "contact_phone", "13900000002"));
    assert!(!is_corrected(&state, "contact_phone", "13900000003"));
    assert!(is_corrected(&state, "contact_phone", "13800000001"));
}

#[test]
fn the_former_name_of_somebody_registered_is_not_told() {
    let state = state("talents", &[(LABEL, "样例甲")], &[&[(LABEL, "样例乙")]]);
    assert!(is_corrected(&state, LABEL, "样例甲") && !is_corrected(&state, LABEL, "样例乙"));
}
