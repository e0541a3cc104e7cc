//! What a session was begun on, in two words: enough to recognize one's own, too little to follow anyone.
//!
//! DV-4.6.6. Of all that a browser says about itself, two words from a list are kept.

/// The browsers that have a name here; its number is its place.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The systems that have a name here.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// A browser and a system, each one of a short list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Device {
    browser: u8,
    system: u8,
}

impl Device {
    /// The device of a `User-Agent`.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let place = |list: &[(&str, &str)]| {
            let found = list.iter().position(|(sign, _)| user_agent.contains(sign));
            found.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0)
        };
        Self {
            browser: place(BROWSERS),
            system: place(SYSTEMS),
        }
    }

    /// As the database keeps it.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.browser) * 256 + i64::from(self.system)
    }

    /// As the database kept it.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        let [.., browser, system] = number.to_be_bytes();
        Self { browser, system }
    }

    /// Whether it calls itself a telephone or a tablet. Some tablets call themselves a desktop, and then it isn't told from one.
    #[must_use]
    pub fn is_handheld(self) -> bool {
        matches!(self.system(), Some("iPhone" | "iPad" | "Android"))
    }

    /// The browser's name, if it has one here.
    #[must_use]
    pub fn browser(self) -> Option<&'static str> {
        named(BROWSERS, self.browser)
    }

    /// The system's name, if it has one here.
    #[must_use]
    pub fn system(self) -> Option<&'static str> {
        named(SYSTEMS, self.system)
    }
}

fn named(list: &[(&'static str, &'static str)], place: u8) -> Option<&'static str> {
    let at = usize::from(place).checked_sub(1)?;
    list.get(at).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_are_kept_and_nothing_else() {
        let said = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        let device = Device::of(said);
        assert_eq!(
            (device.browser(), device.system()),
            (Some("Firefox"), Some("Linux"))
        );
        assert_eq!(Device::from_number(device.number()), device);
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0";
        assert_eq!(Device::of(edge).browser(), Some("Edge"));
        assert_eq!(Device::of("curl/8"), Device::default());
        assert_eq!(Device::from_number(i64::MAX).browser(), None);
        assert_eq!(Device::default().system(), None);
    }
}
