//! Who said what: source, cue and content of every attribution.
//!
//! Two learned stages. The first asks of every word that can head a cue whether it does; the second
//! labels, for one cue, which words around it are its source, its content and the rest of the cue.
//! Both are log-linear over hashed features ([`cue`], [`window`]) of small facts about each token
//! ([`atom`]); the second is a conditional random field ([`crf`]). A logistic model over what both
//! say gives the confidence. The weights come from the file beside this one, which [`model`] reads
//! and `train` writes.

pub(crate) mod assemble;
pub(crate) mod atom;
pub(crate) mod confidence;
pub(crate) mod crf;
pub(crate) mod cue;
pub(crate) mod hash;
pub(crate) mod lexicon;
pub(crate) mod model;
pub(crate) mod pipeline;
mod quotation;
pub(crate) mod vocabulary;
pub(crate) mod window;

use std::sync::OnceLock;

use super::document::{Document, Find};
pub use lexicon::act_of;
pub use model::Model;

static MODEL: &[u8] = include_bytes!("model.bin");

/// All attributions of the document, in the order of their cues.
pub fn find(document: &Document<'_>) -> Vec<Find> {
    static READ: OnceLock<Option<Model<'static>>> = OnceLock::new();
    match READ.get_or_init(|| Model::read(MODEL)) {
        Some(model) => find_with(document, model),
        None => Vec::new(),
    }
}

/// [`find`] with another model than the one built in, such as one trained on own annotations.
pub fn find_with(document: &Document<'_>, model: &Model<'_>) -> Vec<Find> {
    let atoms = atom::atoms(document, &model.vocabulary);
    let cues = pipeline::cues(document, &atoms, model, model.header.cue_floor);
    let labelled = pipeline::label(document, &atoms, &cues, model);
    let drafts = labelled.iter().filter_map(assemble::draft).collect();
    let mut finds = assemble::select(
        drafts,
        &atoms,
        model,
        model.header.calibration,
        model.header.floor,
    );
    quotation::run_on(document, &atoms, &mut finds);
    finds
        .into_iter()
        .map(|(draft, confidence)| Find {
            source: assemble::ranges(document, &draft.source),
            cue: assemble::ranges(document, &draft.cue),
            content: assemble::ranges(document, &draft.content),
            confidence,
        })
        .collect()
}
