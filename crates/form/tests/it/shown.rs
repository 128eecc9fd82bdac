//! What the screen sees beside texts and answers: pictures, sound, ticks; and that no value becomes markup.

use std::rc::Rc;

use form::scenario::{Device, Scenario};
use form::view::{ControlView, MediaKind, MediaView};

use crate::tables::form;

fn begun(text: &str) -> Scenario {
    Scenario::of(Rc::new(form(text)), Rc::new(Device::default()))
}

fn told(media: &[MediaView]) -> Vec<(MediaKind, &str, Option<&str>, bool)> {
    media.iter().map(|media| (media.kind, media.file.as_str(), media.large.as_deref(), media.autoplay)).collect()
}

#[test]
fn pictures_and_sound_of_a_question_follow_the_language_and_its_default() {
    let mut s = begun(
        "settings
         | default_language |
         | 中文 (zh)        |
         survey
         | type | name | label::中文 (zh) | label::English (en) | media::image::中文 (zh) | media::image::English (en) | media::audio::中文 (zh) | media::big-image::中文 (zh) | autoplay |
         | note | n    | 看图             | Look                | jr://images/图.png      | en.png                     | a.mp3                   | 大图.png                    | audio    |",
    );
    let chinese = [(MediaKind::Image, "图.png", Some("大图.png"), false), (MediaKind::Audio, "a.mp3", None, true)];
    assert_eq!(told(&s.view("/data/n").media), chinese);
    s.speak(1);
    let english = [(MediaKind::Image, "en.png", Some("大图.png"), false), (MediaKind::Audio, "a.mp3", None, true)];
    assert_eq!(told(&s.view("/data/n").media), english);
}

#[test]
fn a_choice_and_a_group_have_pictures_of_their_own() {
    let s = begun(
        "survey
         | type           | name | label | media::image | media::big-image |
         | begin group    | g    | G     | g.png        |                  |
         | begin group    | h    | H     |              | h.png            |
         | select_one one | q    | Q     |              |                  |
         | end group      |      |       |              |                  |
         | end group      |      |       |              |                  |
         choices
         | list_name | name | label | media::image |
         | one       | a    | A     | a.png        |
         | one       | b    | B     |              |",
    );
    let choices = s.choices("/data/g/h/q");
    assert_eq!(told(&choices[0].media), [(MediaKind::Image, "a.png", None, false)]);
    assert!(choices[1].media.is_empty());
    assert_eq!(told(&s.instance.pages()[0].media), [(MediaKind::Image, "g.png", None, false)]);
    // One that is only large is shown as it is.
    assert_eq!(told(&s.view("/data/g/h").media), [(MediaKind::Image, "h.png", Some("h.png"), false)]);
}

#[test]
fn a_range_says_what_its_ticks_mean_in_the_language_shown() {
    let mut s = begun(
        "survey
         | type  | name | label::中文 (zh) | label::English (en) | parameters                                                          |
         | range | r    | 评分             | Score               | start=0 end=10 step=1 tick_interval=5 placeholder=5 tick_labelset=t |
         choices
         | list_name | name | label::中文 (zh) | label::English (en) |
         | t         | 0    | 差               | Bad                 |
         | t         | 10   | 好               | Good                |",
    );
    let labels = |s: &Scenario| match s.question("/data/r").control {
        ControlView::Range { interval: Some(5.0), placeholder: Some(5.0), labels, .. } => labels.to_vec(),
        other => panic!("{other:?}"),
    };
    assert_eq!(labels(&s), [(0.0, "差".to_owned()), (10.0, "好".to_owned())]);
    s.speak(1);
    assert_eq!(labels(&s)[1].1, "Good");
    assert_eq!(s.question("/data/r").value, "");
}

#[test]
fn an_answer_in_a_text_stays_as_it_was_typed_whatever_stands_around_it() {
    let mut s = begun(
        "survey
         | type           | name | label    | constraint  | constraint_message |
         | text           | who  | **Who?** | . != '<b>'  | not ${who}         |
         | note           | n    | **${who}** |           |                    |
         | begin repeat   | r    | R        |             |                    |
         | text           | x    | X        |             |                    |
         | end repeat     |      |          |             |                    |
         | select_one ${x} | q   | Q        |             |                    |",
    );
    s.answer("/data/who", "*ST样例_[a](b)");
    assert_eq!(s.view("/data/who").label.as_deref(), Some("**Who?**"));
    let label = s.view("/data/n").label.clone().unwrap();
    assert_eq!(form::markup::plain(&label), "*ST样例_[a](b)");
    assert!(form::markup::lines(&label)[0].runs.iter().all(|run| run.style.strong));
    s.answer("/data/r[1]/x", "_a_");
    assert_eq!(s.choices("/data/q")[0].label, "\\_a\\_");
    s.answer("/data/who", "<b>");
    let Some(form::view::Violation::Constraint(Some(message))) = s.question("/data/who").problem else { panic!() };
    assert_eq!(form::markup::plain(&message), "not <b>");
}
