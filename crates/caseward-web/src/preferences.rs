//! How a person likes to read: in which language, and on light or dark paper.
//!
//! Design §8. Both work without JavaScript: a small form sets a cookie that holds one word and says
//! nothing about the person. Without a choice the browser's own language and colours are followed.

use axum::http::{HeaderMap, HeaderValue, header};
use caseward_model::Language;
use serde::Deserialize;

const LANGUAGE_COOKIE: &str = "caseward-language";
const THEME_COOKIE: &str = "caseward-theme";
const REST_COOKIE: &str = "caseward-rest";
const VEIL_COOKIE: &str = "caseward-veil";
const YEAR_SECONDS: u32 = 31_536_000;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All three, in the order of the switch.
    pub const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    /// The word in the cookie and on the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a word; an unknown word follows the device.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// How a screen is kept from eyes that pass by (RE-6, DV-4.6.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Minutes without a touch after which it is covered.
    pub rest_minutes: u8,
    /// Seconds after which it is veiled when another window comes before it; 0 for never.
    pub veil_seconds: u8,
}

impl Screen {
    /// The minutes to choose from: never longer than a session lasts without use.
    pub const MINUTES: &'static [u8] = &[1, 2, 5, 10, 15];
    /// The seconds to choose from.
    pub const SECONDS: &'static [u8] = &[0, 5, 30];

    /// Seconds without a touch after which it is covered.
    #[must_use]
    pub fn rest_seconds(&self) -> u32 {
        u32::from(self.rest_minutes) * 60
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            rest_minutes: 5,
            veil_seconds: 5,
        }
    }
}

/// What the switches post: some of them, and where to go back to.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PreferenceForm {
    /// A language's word, or nothing.
    pub language: String,
    /// A theme's word, or nothing.
    pub theme: String,
    /// Minutes until the screen is covered, or nothing.
    pub rest: String,
    /// Seconds until it is veiled, or nothing.
    pub veil: String,
    /// The page to go back to.
    pub back: String,
}

impl PreferenceForm {
    /// The cookies that keep what was chosen.
    #[must_use]
    pub fn cookies(&self) -> Vec<HeaderValue> {
        let language = self
            .language
            .parse::<Language>()
            .ok()
            .map(|chosen| cookie(LANGUAGE_COOKIE, chosen.word()));
        let theme = (!self.theme.is_empty())
            .then(|| cookie(THEME_COOKIE, Theme::from_word(&self.theme).word()));
        let rest =
            chosen(&self.rest, Screen::MINUTES).map(|it| cookie(REST_COOKIE, &it.to_string()));
        let veil =
            chosen(&self.veil, Screen::SECONDS).map(|it| cookie(VEIL_COOKIE, &it.to_string()));
        let all = [language, theme, rest, veil];
        all.into_iter().flatten().flatten().collect()
    }

    /// Where to go back to: a path of this office, whatever was posted.
    #[must_use]
    pub fn way_back(&self) -> &str {
        own_path(&self.back)
    }
}

/// The path itself when it stays on this server, else the start page.
///
/// `//elsewhere` and `/\elsewhere` would leave it: browsers read both as another host.
#[must_use]
pub fn own_path(path: &str) -> &str {
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    if stays { path } else { "/" }
}

/// The language of a request: what was chosen, else what the browser asks for, else English.
#[must_use]
pub fn language(headers: &HeaderMap) -> Language {
    if let Some(chosen) = cookie_word(headers, LANGUAGE_COOKIE).and_then(|w| w.parse().ok()) {
        return chosen;
    }
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Language::English, preferred)
}

/// The theme of a request.
#[must_use]
pub fn theme(headers: &HeaderMap) -> Theme {
    cookie_word(headers, THEME_COOKIE).map_or(Theme::System, Theme::from_word)
}

/// How the screen of a request is kept; what wasn't chosen, or can't be, is as it comes.
#[must_use]
pub fn screen(headers: &HeaderMap) -> Screen {
    let of = |name, all| cookie_word(headers, name).and_then(|word| chosen(word, all));
    let usual = Screen::default();
    Screen {
        rest_minutes: of(REST_COOKIE, Screen::MINUTES).unwrap_or(usual.rest_minutes),
        veil_seconds: of(VEIL_COOKIE, Screen::SECONDS).unwrap_or(usual.veil_seconds),
    }
}

/// A number that is one of those to choose from.
fn chosen(word: &str, all: &[u8]) -> Option<u8> {
    let number = word.parse().ok()?;
    all.contains(&number).then_some(number)
}

/// The best of our languages for an `Accept-Language` value (RFC 9110 §12.5.4).
fn preferred(value: &str) -> Language {
    let mut best = (Language::English, 0);
    for wish in value.split(',').take(20) {
        let mut pieces = wish.trim().split(';');
        let tag = pieces.next().unwrap_or_default().trim();
        let primary = tag.split('-').next().unwrap_or_default();
        let weight = pieces
            .find_map(|p| p.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        if let Ok(known) = primary.to_ascii_lowercase().parse::<Language>()
            && weight > best.1
        {
            best = (known, weight);
        }
    }
    best.0
}

/// A weight such as `0.8` as 800; what isn't a weight counts as nothing.
fn thousandths(weight: &str) -> u32 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if whole == "1" {
        return 1000;
    }
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    if whole == "0" {
        padded.parse().unwrap_or(0)
    } else {
        0
    }
}

fn cookie(name: &str, word: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{name}={word}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax; HttpOnly; Secure"
    ))
    .ok()
}

pub(crate) fn cookie_word<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, word)| (key == name).then_some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept: &str, cookie: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        language(&headers)
    }

    #[test]
    fn the_browsers_language_is_followed_until_one_is_chosen() {
        assert_eq!(asked("es-MX,es;q=0.9,en;q=0.8", ""), Language::Spanish);
        assert_eq!(asked("fr, es;q=0.3, en;q=0.7", ""), Language::English);
        assert_eq!(asked("en;q=0, es;q=0.1", ""), Language::Spanish);
        assert_eq!(asked("fr", ""), Language::English);
        assert_eq!(asked("en", "a=b; caseward-language=es"), Language::Spanish);
        assert_eq!(asked("es", "caseward-language=xx"), Language::Spanish);
    }

    #[test]
    fn re_6_the_screen_is_never_left_open_for_longer_than_a_session_lasts_without_use() {
        let kept = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            screen(&headers)
        };
        assert_eq!(kept("caseward-rest=1; caseward-veil=0").rest_minutes, 1);
        assert_eq!(kept("caseward-rest=1; caseward-veil=0").veil_seconds, 0);
        for odd in [
            "caseward-rest=600",
            "caseward-rest=0",
            "caseward-rest=-1; caseward-veil=x",
            "",
        ] {
            assert_eq!(kept(odd), Screen::default(), "{odd}");
        }
        assert!(Screen::MINUTES.iter().all(|it| (1..=15).contains(it)));
    }

    #[test]
    fn the_way_back_never_leaves_this_server() {
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/a\r\nx",
            "/a?b",
        ] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(own_path("/clients/0abc/notes"), "/clients/0abc/notes");
    }

    #[test]
    fn a_choice_is_kept_as_one_word() {
        let form = PreferenceForm {
            language: "es".into(),
            theme: "dark".into(),
            back: "/today".into(),
            ..PreferenceForm::default()
        };
        let cookies = form.cookies();
        assert_eq!(cookies.len(), 2);
        assert!(
            cookies[0]
                .to_str()
                .unwrap()
                .starts_with("caseward-language=es; Path=/;")
        );
        let odd = PreferenceForm {
            language: "tlh".into(),
            ..PreferenceForm::default()
        };
        assert!(odd.cookies().is_empty());
    }
}
