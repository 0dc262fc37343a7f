//! A request as pages read it: path, and the fields of its address or form.

use chrono::NaiveDate;
use url::form_urlencoded;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The parts of the path, decoded.
    pub path: Vec<String>,
    /// The fields of the address, decoded, in their order.
    fields: Vec<(String, String)>,
    /// The day of the request.
    pub today: NaiveDate,
}

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Ask {
    /// Reads path and query of an address.
    pub fn new(path: &str, query: Option<&str>, today: NaiveDate) -> Self {
        let path = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(decoded)
            .collect();
        Self {
            path,
            fields: fields(query.unwrap_or_default()),
            today,
        }
    }

    /// A field; empty ones are none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, value)| field == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// All values of a field that are not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, value)| field == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// A field that is a day.
    ///
    /// # Errors
    /// Where it is none.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>, Unreadable> {
        self.get(name)
            .map(|given| {
                given
                    .parse()
                    .map_err(|_| Unreadable(format!("\"{given}\" is not a day: write 2024-09-13")))
            })
            .transpose()
    }

    /// A field that is one of some names.
    ///
    /// # Errors
    /// Where it is none of them.
    pub fn choice<T: std::str::FromStr<Err = String>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Unreadable> {
        self.get(name)
            .map(|given| given.parse().map_err(Unreadable))
            .transpose()
    }

    /// The same with fields changed; those with an empty value go.
    pub fn again(&self, changed: &[(&str, &str)]) -> Self {
        let mut again = self.clone();
        again
            .fields
            .retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        let given = changed.iter().filter(|(_, value)| !value.is_empty());
        let given = given.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        again.fields.extend(given);
        again
    }

    /// The address of the same page where a name that it gives means the actor or topic of an id.
    pub fn meaning(&self, given: &str, id: i64) -> String {
        let mut meant = self.clone();
        let fields = meant.fields.iter_mut().map(|(_, value)| value);
        for part in meant.path.iter_mut().skip(1).chain(fields) {
            if part.trim() == given {
                *part = id.to_string();
            }
        }
        meant.with(&[])
    }

    /// The address of the same page with fields changed; those with an empty value go.
    pub fn with(&self, changed: &[(&str, &str)]) -> String {
        let path: String = self
            .path
            .iter()
            .map(|part| format!("/{}", encoded(part)))
            .collect();
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.fields {
            let kept = !changed.iter().any(|(other, _)| other == name) && name != "token";
            if kept && !value.trim().is_empty() {
                query.append_pair(name, value);
            }
        }
        for (name, value) in changed.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let path = if path.is_empty() { "/" } else { &path };
        match query.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{query}"),
        }
    }
}

/// The fields of a form or query.
pub fn fields(text: &str) -> Vec<(String, String)> {
    // The database holds no text with a null character, and none is asked for.
    let whole = |text: std::borrow::Cow<'_, str>| text.replace('\0', "");
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| (whole(name), whole(value)))
        .collect()
}

fn decoded(part: &str) -> String {
    // A plus is itself in a path.
    let guarded = part.replace('+', "%2B").replace(['&', '='], "");
    fields(&guarded)
        .into_iter()
        .next()
        .map_or(String::new(), |(name, _)| name)
}

/// A text as a part of a path.
pub fn encoded(part: &str) -> String {
    form_urlencoded::byte_serialize(part.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written_again() {
        let ask = Ask::new(
            "/actor/Jane%20Roe%2FSmith",
            Some("q=a%26b&since=&t=1&t=2&token=x"),
            NaiveDate::default(),
        );
        assert_eq!(ask.path, ["actor", "Jane Roe/Smith"]);
        assert_eq!(ask.get("q"), Some("a&b"));
        assert_eq!(ask.get("since"), None);
        assert_eq!(ask.all("t").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(
            ask.with(&[("t", "3")]),
            "/actor/Jane%20Roe%2FSmith?q=a%26b&t=3"
        );
        assert_eq!(
            ask.with(&[("t", ""), ("q", "")]),
            "/actor/Jane%20Roe%2FSmith"
        );
        assert_eq!(
            Ask::new(
                "/compare",
                Some("actor=Roe&actor=Poe"),
                NaiveDate::default()
            )
            .meaning("Poe", 7),
            "/compare?actor=Roe&actor=7"
        );
        assert_eq!(
            Ask::new("/actor/Poe", None, NaiveDate::default()).meaning("Poe", 7),
            "/actor/7"
        );
        assert!(
            Ask::new("/", Some("since=yesterday"), NaiveDate::default())
                .day("since")
                .is_err()
        );
    }
}
