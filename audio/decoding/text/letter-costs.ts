/** Each letter of a text with the cost in front of it. */
const listCosts = (...groups: [cost: number, letters: string][]): Record<string, number> =>
  Object.fromEntries(groups.flatMap(([cost, letters]) => Array.from(letters, (letter) => [letter, cost])))

/** Of the letters by their share in text, in nats; rough, and those of neighboring languages last. */
export const letterCosts: Record<
  'latin' | 'central' | 'cyrillic' | 'greek' | 'hebrew' | 'arabic' | 'thai',
  Record<string, number>
> = {
  /** What Western languages add to ASCII. */
  latin: listCosts([5, 'éäöüáíóñçèàåø'], [6, 'âêîôûëïúùãõßæ'], [7.5, 'ìòýÿðþœšž']),
  /** What Polish, Czech, Slovak and their neighbors add to that. */
  central: listCosts([5.5, 'ąćęłńśźżčřšžýůě'], [6.5, 'őű'], [7, 'ďľťňđ'], [8, 'ăşţșț'], [9, 'ĺŕ']),
  /** Russian National Corpus; then those of neighboring languages. */
  cyrillic: {
    ...{ о: 2.2, е: 2.5, а: 2.5, и: 2.6, н: 2.7, т: 2.8, с: 2.9, р: 3, в: 3.1, л: 3.1, к: 3.4, м: 3.4, д: 3.5, п: 3.6 },
    ...{ у: 3.7, я: 3.9, ы: 4, ь: 4.1, г: 4.1, з: 4.1, б: 4.1, ч: 4.2, й: 4.4, х: 4.6, ж: 4.7, ш: 4.9, ю: 5, ц: 5.3 },
    ...{ щ: 5.6, э: 5.7, ф: 5.9, ё: 5.9, ъ: 7.8, і: 7.5, ї: 7.5, є: 7.5, ґ: 7.5, ў: 7.5 },
  },
  greek: {
    ...{
      α: 2.3,
      ι: 2.6,
      ο: 2.5,
      ε: 2.7,
      τ: 2.6,
      σ: 2.7,
      ν: 2.8,
      η: 3.1,
      υ: 3.3,
      ρ: 3.1,
      π: 3.3,
      κ: 3.3,
      μ: 3.3,
      λ: 3.4,
    },
    ...{ ς: 3.5, ά: 3.7, ί: 3.8, ό: 3.8, έ: 3.9, ή: 4.1, δ: 4, γ: 3.9, ω: 4.2, χ: 4.3, θ: 4.4, ύ: 4.4, φ: 4.6, β: 4.8 },
    ...{ ώ: 4.9, ξ: 5.4, ζ: 5.6, ψ: 6.4, ϊ: 7.5, ϋ: 9, ΐ: 9, ΰ: 10 },
  },
  hebrew: {
    ...{
      י: 2.2,
      ו: 2.3,
      ה: 2.4,
      ל: 2.7,
      א: 2.8,
      ר: 2.9,
      ת: 2.9,
      ש: 3.1,
      ב: 3.1,
      מ: 3.1,
      נ: 3.4,
      ם: 3.6,
      ח: 3.7,
      ע: 3.6,
    },
    ...{ ד: 3.6, ק: 3.8, פ: 4, כ: 4, ן: 4, ס: 4.3, ג: 4.3, ט: 4.4, ז: 4.5, צ: 4.5, ך: 5.2, ף: 5.7, ץ: 6 },
  },
  arabic: {
    ...{ ا: 2, ل: 2.2, ي: 2.6, م: 2.8, ن: 2.8, و: 2.9, ر: 3, ت: 3.2, ب: 3.2, ة: 3.6, ع: 3.4, د: 3.5, س: 3.6, ف: 3.6 },
    ...{ ه: 3.6, ك: 3.6, ق: 3.8, ح: 3.7, أ: 3.8, ج: 4.2, ش: 4.3, ص: 4.7, خ: 4.6, ى: 4.5, ط: 4.5, ض: 5, إ: 4.8, ث: 5.2 },
    ...{ ذ: 5, ز: 4.9, غ: 4.9, ء: 5.2, آ: 5.6, ئ: 5.8, ظ: 6, ؤ: 6.3, '؟': 6, '،': 6 },
  },
  thai: {
    ...listCosts([3, 'านรอกเ่้'], [3.4, 'งมยลวัดทสิี'], [4, 'ตหบปคพจ์ใไแะุื'], [4.4, 'ขชูโึำ'], [4.9, '็ถผณซธศ']),
    ...listCosts([5.6, 'ภฟฉญษฝฐๆ'], [7, 'ฮฤฎฏฑฒฆฌฬฯ']),
  },
}
