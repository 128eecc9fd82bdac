//! The unified social credit code in what a code says: a licence's holds an address or some lines with the code among them.
//!
//! Not here: the check itself (`ledger`).

use super::letters::half_width;

/// The one credit code in a text, in the form that it is kept in. `None`: there is none that checks out, or several.
pub fn credit_code(text: &str) -> Option<String> {
    let plain: String = text.chars().map(|letter| half_width(letter).to_ascii_uppercase()).collect();
    let mut codes: Vec<&str> =
        plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| checks_out(word)).collect();
    codes.dedup();
    match codes[..] {
        [code] => Some(code.to_owned()),
        _ => None,
    }
}

fn checks_out(word: &str) -> bool {
    rules::check_credit_code(word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::credit_code;

    #[test]
    fn the_code_is_taken_out_of_an_address_and_out_of_lines() {
        for text in [
            "https://xypt.example/ent/licence?uniscid=91652899MA1DGFBA0U&from=qr",
            "统一社会信用代码:91652899MA1DGFBA0U;企业名称:样例一厂有限公司;",
            "91652899ma1dgfba0u\n样例一厂有限公司",
            "９１６５２８９９ＭＡ１ＤＧＦＢＡ０Ｕ",
        ] {
            assert_eq!(credit_code(text).as_deref(), Some("91652899MA1DGFBA0U"), "{text}");
        }
        assert_eq!(credit_code("91350100M000100Y43").as_deref(), Some("91350100M000100Y43"));
    }

    #[test]
    fn what_does_not_check_out_is_no_code() {
        for text in [
            "",
            "91652899MA1DGFBA0V",
            "91652899MA1DGFBA0",
            "X91652899MA1DGFBA0U",
            "6901234567892",
            "https://xypt.example/",
        ] {
            assert_eq!(credit_code(text), None, "{text}");
        }
    }

    #[test]
    fn of_two_codes_none_is_taken() {
        assert_eq!(credit_code("91652899MA1DGFBA0U 91350100M000100Y43"), None);
        assert_eq!(credit_code("91652899MA1DGFBA0U 91652899MA1DGFBA0U").as_deref(), Some("91652899MA1DGFBA0U"));
    }
}
