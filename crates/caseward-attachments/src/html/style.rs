//! Whether a style makes something invisible.

/// Words in style rules that can hide a text, or make one.
pub(super) const HIDING: [&str; 16] = [
    "display:none",
    "visibility:",
    "opacity:",
    "content:",
    "@import",
    "position:absolute",
    "position:fixed",
    "text-indent:-",
    "clip",
    "transform",
    "font-size:0",
    "color:#fff",
    "color:white",
    "color:transparent",
    "mso-hide",
    "height:0",
];

pub(super) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
}

/// Whether a style (in small letters, without blanks) makes something invisible.
pub(super) fn hides(style: &str) -> bool {
    declarations(style).any(|(name, value)| {
        let value = value.trim_end_matches("!important");
        let size: f32 = value
            .trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%')
            .parse()
            .unwrap_or(100.0);
        match name {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "opacity" => size < 0.1,
            "font-size" => size < 2.0 && !value.ends_with("em"),
            "font" => value.contains("0px") && value.starts_with('0'),
            "width" | "height" | "max-height" | "max-width" | "line-height" => size == 0.0,
            "text-indent" | "left" | "top" | "right" | "margin-left" | "margin-top" => {
                size < -400.0
            }
            "color" => value == "transparent" || value.ends_with(",0)"),
            "clip" | "clip-path" | "transform" | "filter" | "mask" => value != "none",
            "mso-hide" => value == "all",
            _ => false,
        }
    })
}

pub(super) fn is_white(colour: &str) -> bool {
    let colour = colour.trim().to_lowercase();
    matches!(
        colour.as_str(),
        "white" | "#fff" | "snow" | "ivory" | "whitesmoke" | "ghostwhite"
    ) || colour.starts_with("rgb(255,255,255")
        || (colour.len() == 7
            && colour.starts_with('#')
            && [1, 3, 5]
                .iter()
                .all(|at| colour.get(*at..*at + 1).is_some_and(|high| high == "f")))
}
