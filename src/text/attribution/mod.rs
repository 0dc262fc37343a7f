//! Who said what: source, cue and content of every attribution.
//!
//! Two learned stages. The first asks of every word that can head a cue whether it does; the second
//! labels, for one cue, which words around it are its source, its content and the rest of the cue.
//! Both are log-linear over hashed features ([`cue`], [`window`]) of small facts about each token
//! ([`atom`]); the second is a conditional random field ([`crf`]). A logistic model over what both
//! say gives the confidence. What the page's setting attributes ([`layout`]) and what one cue's window
//! cannot show ([`repair`]) is left to rules. The weights come from the file beside this one, which [`model`] reads
//! and `train` writes.

pub(crate) mod assemble;
pub(crate) mod atom;
pub(crate) mod confidence;
pub(crate) mod crf;
pub(crate) mod cue;
pub(crate) mod hash;
mod layout;
pub(crate) mod lexicon;
pub(crate) mod model;
pub(crate) mod pipeline;
mod repair;
pub(crate) mod vocabulary;
pub(crate) mod window;

use std::sync::LazyLock;

use super::document::{Document, Find};
pub use lexicon::act_of;
pub use model::Model;

/// Bytes that begin at a multiple of 64, as pieces of memory do that are fetched together.
#[repr(align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

pub(super) static MODEL: &[u8] = {
    const FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("model.bin"));
    &FILE.0
};

/// All attributions of the document, in the order of their cues.
pub fn find(document: &Document<'_>) -> Vec<Find> {
    static READ: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::read(MODEL));
    match &*READ {
        Some(model) => find_with(document, model),
        None => Vec::new(),
    }
}

/// [`find`] with another model than the one built in, such as one trained on own annotations.
pub fn find_with(document: &Document<'_>, model: &Model<'_>) -> Vec<Find> {
    let atoms = atom::atoms(document, &model.vocabulary);
    let mut cues = pipeline::cues(document, &atoms, model, model.header.cue_floor);
    cues.retain(|&cue| {
        let window = window::window(document, &atoms, cue.0);
        !assemble::is_hopeless(cue, window, &atoms, model)
    });
    let labelled = pipeline::label(document, &atoms, &cues, model);
    let drafts = labelled.filter_map(|one| assemble::draft(&one)).collect();
    let mut finds = assemble::select(
        drafts,
        &atoms,
        model,
        model.header.calibration,
        model.header.floor,
    );
    for (draft, _) in &mut finds {
        repair::go_around(document, &atoms, draft);
        repair::end_at_next_verb(document, &atoms, draft);
    }
    layout::add(document, &atoms, &mut finds);
    repair::run_on(document, &atoms, &mut finds);
    finds
        .into_iter()
        .map(|(draft, confidence)| Find {
            source: assemble::ranges(document, &draft.source),
            cue: assemble::ranges(document, &draft.cue),
            content: assemble::ranges(document, &draft.content),
            confidence,
            ..Find::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Prose cut into pieces and put together at random, with marks and any other characters.
    const PIECES: &str = "( said|He |The mayor |, |\\. |“|”|\"|''|: |\\n|\\nANN LEE: |— Ann Lee, 41\\n| that | according to |not |\\PC|[a-z]{1,8} ){0,120}";

    proptest! {
        #[test]
        fn whatever_the_text_the_finds_lie_in_it_in_order(text in PIECES) {
            let document = Document::new(&text);
            for find in super::find(&document) {
                prop_assert!(!find.content.is_empty() && !find.cue.is_empty());
                prop_assert!((0.0..=1.0).contains(&find.confidence));
                for ranges in [&find.source, &find.cue, &find.content] {
                    prop_assert!(ranges.iter().all(|r| text.get(r.clone()).is_some_and(|t| !t.is_empty())));
                    prop_assert!(ranges.windows(2).all(|w| w[0].end <= w[1].start));
                }
            }
        }
    }

    #[test]
    fn the_built_in_model_is_whole_and_a_damaged_one_is_refused() {
        assert!(Model::read(MODEL).is_some());
        assert!(MODEL.len() < 3_100_000);
        assert_eq!(MODEL.as_ptr().align_offset(64), 0);
        for cut in [0, 7, 23, 200, MODEL.len() - 1] {
            assert!(Model::read(&MODEL[..cut]).is_none());
        }
        let mut damaged = MODEL.to_vec();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        assert!(Model::read(&damaged).is_none());
    }
}
