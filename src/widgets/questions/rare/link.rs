//! A text that is an address: its field, and a way to open it.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::text::TextAnswer;

#[component]
pub fn LinkAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let Body::Question(question) = &props.shown.0.body else { return Html::default() };
    html! {
        <>
            <TextAnswer ..props.clone() />
            if let Some(address) = address(&question.value) {
                <div class="field-row">
                    <a class="button" href={address.to_owned()} target="_blank" rel="noopener noreferrer" data-action="open-address">{ t!(text, AddressOpen) }</a>
                </div>
            }
        </>
    }
}

/// What may be opened: an address of the web and nothing else, which may have come from outside.
fn address(answer: &str) -> Option<&str> {
    let answer = answer.trim();
    let rest = answer.strip_prefix("https://").or_else(|| answer.strip_prefix("http://"))?;
    (!rest.is_empty() && !answer.contains(char::is_whitespace)).then_some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_web_can_be_opened() {
        assert_eq!(address(" https://www.gsxt.gov.cn/ "), Some("https://www.gsxt.gov.cn/"));
        for other in ["", "https://", "javascript:alert(1)", "www.gsxt.gov.cn", "https://a b", "HTTPS", "file:///etc"] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
