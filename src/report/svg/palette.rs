//! The colours of pages and pictures, in the light and in the dark.
//!
//! Orange against, blue for: told apart with every kind of colour blindness, and the shapes beside them
//! say the same. Every colour of text has a contrast of at least 4.5 : 1 on its ground (WCAG 2.2, AA).

/// Name, light, dark.
const COLOURS: [(&str, &str, &str); 14] = [
    ("paper", "#fffdf9", "#15181d"),
    ("ink", "#1c1d20", "#e9e7e2"),
    ("dim", "#5c5f66", "#a9adb6"),
    ("line", "#dcd9d2", "#343941"),
    ("wash", "#f6f4ee", "#1d2127"),
    ("link", "#1d4f91", "#8ec0ff"),
    ("alert", "#8a4b00", "#f2b45c"),
    ("mark", "#fbeec2", "#4a3f1c"),
    ("p2", "#0b3f7d", "#5aa9ff"),
    ("p1", "#2a69a6", "#a5cdf8"),
    ("z0", "#63666b", "#a7adb6"),
    ("m1", "#a35608", "#ffc68a"),
    ("m2", "#8a3a00", "#ff9a3c"),
    ("off", "#5c5f66", "#a9adb6"),
];

/// The rules of charts, with the colours as variables.
const CHART: &str = include_str!("chart.css");

/// The declarations of the variables for `:root`.
pub fn variables(dark: bool) -> String {
    let declare = |(name, light, night): &(&str, &str, &str)| {
        format!("--{name}:{};", if dark { night } else { light })
    };
    COLOURS.iter().map(declare).collect()
}

/// The rules of charts for a page, which declares the variables.
pub fn chart_rules() -> &'static str {
    CHART
}

/// The rules of charts for a file of its own: in the light, without variables, which many programs that
/// place a picture do not know.
pub fn chart_rules_alone() -> String {
    COLOURS
        .iter()
        .fold(CHART.to_owned(), |rules, (name, light, _)| {
            rules.replace(&format!("var(--{name})"), light)
        })
}
