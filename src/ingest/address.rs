//! When two addresses mean the same page.

use url::Url;

/// Query parameters that say where a reader came from, not what is read.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "cmpid",
    "ocid",
    "smid",
    "smtyp",
    "sref",
    "ref",
    "ref_src",
    "ref_url",
    "partner",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "guccounter",
    "spm",
    "xtor",
    "yclid",
    "_ga",
    "amp",
];

/// What two addresses of one page have in common, for comparing only: the scheme counts as https,
/// the host is in lower case, and default port, fragment, trailing slash and tracking parameters are
/// gone; the other parameters are in alphabetical order.
///
/// None for what is no http(s) address.
///
/// ```
/// use stance::ingest::url_key;
///
/// assert_eq!(
///     url_key("http://News.Example:80/a/?utm_source=x&id=7#top"),
///     url_key("https://news.example/a?id=7"),
/// );
/// assert_ne!(url_key("https://news.example/?id=7"), url_key("https://news.example/?id=8"));
/// ```
pub fn url_key(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let mut key = format!("https://{}", url.host_str()?);
    if let Some(port) = url.port() {
        key.push_str(&format!(":{port}"));
    }
    key.push_str(url.path().trim_end_matches('/'));
    let mut query: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .collect();
    query.sort_unstable();
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query.join("&"));
    }
    Some(key)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}
