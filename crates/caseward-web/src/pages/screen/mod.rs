//! `/screen`: how one's own screen is kept from eyes that pass by, on this device.
//!
//! RE-6, DV-4.6.6. The choices are cookies like the colours; none of them can leave the screen open for longer
//! than a session lasts without use.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_model::Language;

use crate::addresses::{Addresses, Class};
use crate::preferences::Screen;
use crate::visit::Visit;
use crate::{Place, Shell, answer};

/// The address of one's screen.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Own, "/screen", show)
}

/// The page.
#[derive(Template)]
#[template(path = "screen/page.html")]
pub struct ScreenPage {
    /// Around it; it knows what was chosen.
    pub shell: Shell,
    /// Where the way out leads, such as `www.weather.gov`.
    pub to: String,
}

impl ScreenPage {
    fn minutes(&self) -> impl Iterator<Item = (u8, String)> {
        let named = |it: &u8| {
            let minutes = self.shell.fill("screen-minutes");
            (*it, minutes.count("minutes", u64::from(*it)).to_string())
        };
        Screen::MINUTES.iter().map(named)
    }

    fn seconds(&self) -> impl Iterator<Item = (u8, String)> {
        let named = |it: &u8| {
            let key = match it {
                0 => "screen-veil-0",
                5 => "screen-veil-5",
                _ => "screen-veil-30",
            };
            (*it, self.shell.t(key))
        };
        Screen::SECONDS.iter().map(named)
    }

    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/screen"),
            to: "www.weather.gov".into(),
        }
    }
}

async fn show(visit: Visit) -> Response {
    let settings = match visit.front.casework.own_view_settings().await {
        Ok(settings) => settings,
        Err(error) => return visit.failed(&error),
    };
    let page = ScreenPage {
        shell: visit.shell(Place::Elsewhere, "/screen"),
        to: settings.host().to_owned(),
    };
    answer(StatusCode::OK, &page)
}
