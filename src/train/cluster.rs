//! Distributional word classes by the exchange algorithm (Kneser and Ney 1993): words are moved
//! between classes as long as that makes the text likelier under a class bigram model.

/// Assigns each of `words` words to one of `classes` classes. `text` is the corpus as word numbers,
/// most frequent word 0; deterministic.
pub(crate) fn exchange(text: &[u32], words: usize, classes: usize, rounds: usize) -> Vec<u16> {
    let mut right: Vec<Vec<u32>> = vec![Vec::new(); words];
    let mut left: Vec<Vec<u32>> = vec![Vec::new(); words];
    for pair in text.windows(2) {
        right[pair[0] as usize].push(pair[1]);
        left[pair[1] as usize].push(pair[0]);
    }
    let mut class: Vec<u16> = (0..words).map(|w| (w % classes) as u16).collect();
    let mut bigrams = vec![0i64; classes * classes];
    let mut from = vec![0i64; classes];
    let mut to = vec![0i64; classes];
    for pair in text.windows(2) {
        let (a, b) = (
            class[pair[0] as usize] as usize,
            class[pair[1] as usize] as usize,
        );
        bigrams[a * classes + b] += 1;
        from[a] += 1;
        to[b] += 1;
    }
    let logs: Vec<f32> = (0..text.len() + 2)
        .map(|n| {
            if n == 0 {
                0.0
            } else {
                n as f32 * (n as f32).ln()
            }
        })
        .collect();
    let log = |n: i64| f64::from(logs[n.max(0) as usize]);
    let mut next = vec![0i64; classes];
    let mut previous = vec![0i64; classes];
    for _ in 0..rounds {
        let mut moved = 0;
        for word in 0..words {
            let old = class[word] as usize;
            let mut own = 0;
            let (mut seen_next, mut seen_previous) = (Vec::new(), Vec::new());
            for &other in &right[word] {
                if other as usize == word {
                    own += 1;
                } else {
                    let c = class[other as usize] as usize;
                    if next[c] == 0 {
                        seen_next.push(c);
                    }
                    next[c] += 1;
                }
            }
            for &other in &left[word] {
                if other as usize != word {
                    let c = class[other as usize] as usize;
                    if previous[c] == 0 {
                        seen_previous.push(c);
                    }
                    previous[c] += 1;
                }
            }
            let (n_right, n_left) = (right[word].len() as i64, left[word].len() as i64);
            let mut change = |c: usize, sign: i64, bigrams: &mut [i64]| {
                for &n in &seen_next {
                    bigrams[c * classes + n] += sign * next[n];
                }
                for &p in &seen_previous {
                    bigrams[p * classes + c] += sign * previous[p];
                }
                bigrams[c * classes + c] += sign * own;
                from[c] += sign * n_right;
                to[c] += sign * n_left;
            };
            change(old, -1, &mut bigrams);
            let (mut best, mut top) = (old, f64::NEG_INFINITY);
            for c in 0..classes {
                let mut gain =
                    log(from[c]) - log(from[c] + n_right) + log(to[c]) - log(to[c] + n_left);
                for &n in &seen_next {
                    let extra = if n == c { own + previous[c] } else { 0 };
                    let b = bigrams[c * classes + n];
                    gain += log(b + next[n] + extra) - log(b);
                }
                for &p in &seen_previous {
                    if p == c && next[c] > 0 {
                        continue;
                    }
                    let b = bigrams[p * classes + c];
                    let extra = if p == c { own } else { 0 };
                    gain += log(b + previous[p] + extra) - log(b);
                }
                if own > 0 && next[c] == 0 && previous[c] == 0 {
                    let b = bigrams[c * classes + c];
                    gain += log(b + own) - log(b);
                }
                if gain > top {
                    top = gain;
                    best = c;
                }
            }
            let mut change = |c: usize, sign: i64, bigrams: &mut [i64]| {
                for &n in &seen_next {
                    bigrams[c * classes + n] += sign * next[n];
                }
                for &p in &seen_previous {
                    bigrams[p * classes + c] += sign * previous[p];
                }
                bigrams[c * classes + c] += sign * own;
                from[c] += sign * n_right;
                to[c] += sign * n_left;
            };
            change(best, 1, &mut bigrams);
            class[word] = best as u16;
            moved += usize::from(best != old);
            for n in seen_next {
                next[n] = 0;
            }
            for p in seen_previous {
                previous[p] = 0;
            }
        }
        if moved * 500 < words {
            break;
        }
    }
    class
}
