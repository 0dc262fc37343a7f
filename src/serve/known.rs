//! The fields that each page's address takes. One that a page does not know would be passed over, and who mistyped
//! it would take the whole for the part that was asked for: it is refused.

use super::ask::Ask;

/// The fields of a page; none where there is no such page.
fn fields_of(path: &[&str]) -> Option<&'static [&'static str]> {
    Some(match path {
        [] => &[],
        ["search"] => &["q", "part"],
        ["review"] => &["next", "actor", "topic", "claim", "pass", "done"],
        ["topics" | "actors"] | ["actor" | "article" | "claim" | "shift", _] => &["format"],
        ["topic", _] => &["all", "format"],
        ["history"] => &[
            "actor", "topic", "side", "status", "since", "until", "from", "all", "format",
        ],
        ["matrix"] => &["actor", "topic", "at", "since", "all", "format"],
        ["shifts"] => &["actor", "topic", "since", "until", "all", "format"],
        ["claims"] => &["actor", "topic", "words", "since", "until", "format"],
        ["articles"] => &["actor", "topic", "words", "searched", "all", "format"],
        ["compare"] => &["actor", "topic", "at", "format"],
        ["digest"] => &["actor", "topic", "since", "until", "format"],
        ["network"] => &[
            "actor",
            "topic",
            "since",
            "until",
            "nodes",
            "two_mode",
            "qualifier",
            "normalize",
            "duplicates",
            "scale",
            "window",
            "step",
            "kind",
            "least",
            "reviewed",
            "coder",
            "format",
        ],
        _ => return None,
    })
}

/// The values that a field of a page takes; none where it takes any.
fn values_of(path: &[&str], field: &str) -> Option<&'static [&'static str]> {
    Some(match (path, field) {
        (["history"], "side") => &["for", "against", "neither"],
        (["history"], "status") => &["reviewed", "open"],
        (["review"], "next") => &["uncertain", "shifts", "date"],
        (["network"], "reviewed") => &["yes", "adjudicated"],
        (_, "two_mode" | "all" | "searched") => &["yes"],
        _ => return None,
    })
}

/// A value that its field does not take, which would be passed over as well.
fn unknown_value(ask: &Ask, path: &[&str]) -> Option<(String, String)> {
    ask.names().find_map(|name| {
        let known = values_of(path, name)?;
        let given = ask.all(name).find(|given| !known.contains(given))?;
        Some((
            format!("“{name}” cannot be “{given}” on this page."),
            format!("It takes: {}. Or leave it out.", known.join(", ")),
        ))
    })
}

/// What is wrong with the fields of an address, and what can be written instead; none where all are known.
pub fn unknown(ask: &Ask) -> Option<(String, String)> {
    /// How alike a field is that is suggested.
    const NEAR: f64 = 0.75;
    let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    let known = fields_of(&path)?;
    let Some(given) = ask.names().find(|name| !known.contains(name)) else {
        return unknown_value(ask, &path);
    };
    let alike = |name: &str| strsim::jaro_winkler(given, name);
    let near = known
        .iter()
        .filter(|name| alike(name) >= NEAR)
        .max_by(|one, other| alike(one).total_cmp(&alike(other)));
    let why = match near {
        Some(near) => {
            format!("This page takes no field “{given}” in its address. Did you mean “{near}”?")
        }
        None => format!("This page takes no field “{given}” in its address."),
    };
    let hint = match known {
        [] => "It takes none.".to_owned(),
        known => format!("It takes: {}.", known.join(", ")),
    };
    Some((why, hint))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn what_a_page_does_not_know_is_told_with_what_is_near() {
        let told = |address: &str| {
            let (path, query) = address.split_once('?').unwrap();
            unknown(&Ask::new(path, Some(query), NaiveDate::default())).map(|(why, _)| why)
        };
        assert_eq!(told("/history?topic=a&since=&format=csv"), None);
        assert_eq!(told("/no/such/page?x=1"), None);
        assert_eq!(
            told("/history?actr=holt").as_deref(),
            Some("This page takes no field “actr” in its address. Did you mean “actor”?")
        );
        assert_eq!(
            told("/history?topic=a&side=left").as_deref(),
            Some("“side” cannot be “left” on this page.")
        );
        assert_eq!(told("/history?topic=a&side=&status=open&all=yes"), None);
        assert_eq!(
            told("/?zzz=1").as_deref(),
            Some("This page takes no field “zzz” in its address.")
        );
    }
}
