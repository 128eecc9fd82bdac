//! Notes for a form that asks for an audit: that it was opened, what was looked at, that it was left. Nothing is drawn.
//!
//! What a note is, and the file that they become, stand in `form::audit`.

use form::audit::Seen;
use yew::prelude::*;

use crate::route::FillView;
use crate::state::filling::Filling;

#[derive(PartialEq, Properties)]
pub struct AuditProps {
    pub filling: Filling,
    pub view: FillView,
    /// The page of questions that one is at.
    pub at: usize,
}

#[component]
pub fn Audit(props: &AuditProps) -> Html {
    let AuditProps { filling, view, at } = props;
    use_effect_with(filling.clone(), |filling| {
        filling.note(Seen::Opened);
        let left = filling.clone();
        move || {
            left.note(Seen::Left);
            left.flush();
        }
    });
    use_effect_with((filling.clone(), *view, *at), |(filling, view, at)| {
        filling.note(match view {
            FillView::Contents => Seen::Contents,
            FillView::Review => Seen::Review,
            FillView::Questions | FillView::Whole => Seen::Page(*at),
        });
    });
    Html::default()
}
