//! What the analysis is made of, as hashes: every stored claim says which rules and which model ran.

use sha2::{Digest, Sha256};

macro_rules! lexicon {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("lexicon/", $name, ".toml")))),*]
    };
}

/// Every rule and word list.
const LEXICON: &[(&str, &str)] = lexicon![
    "act",
    "affiliation",
    "attitude",
    "country",
    "cue",
    "decision",
    "document",
    "effect",
    "evaluation",
    "function",
    "given",
    "group",
    "holder",
    "honorific",
    "irregular",
    "link",
    "modality",
    "negation",
    "organization",
    "place",
    "proposition",
    "sentence",
    "stopwords",
    "time",
    "time-said",
    "title",
];

/// SHA-256 over the rule and word lists.
pub fn lexicon_sha256() -> [u8; 32] {
    let mut hasher = Sha256::new();
    for (name, text) in LEXICON {
        hasher.update(name);
        hasher.update(text);
    }
    hasher.finalize().into()
}

/// SHA-256 over the attribution model and the weights of stances.
pub fn model_sha256() -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(super::attribution::MODEL);
    hasher.update(super::vector::FILE);
    hasher.update(include_bytes!("stance/weights.tsv"));
    hasher.update(include_bytes!("stance/held.tsv"));
    hasher.update(include_bytes!("stance/side.tsv"));
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_hashed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/lexicon");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|e| {
                Some(
                    e.unwrap()
                        .file_name()
                        .to_str()?
                        .strip_suffix(".toml")?
                        .to_owned(),
                )
            })
            .collect();
        files.sort();
        let listed: Vec<&str> = LEXICON.iter().map(|(name, _)| *name).collect();
        assert_eq!(files, listed);
    }
}
