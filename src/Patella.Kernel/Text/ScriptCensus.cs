namespace Patella.Kernel.Text;

/// <summary>
/// Counts the characters of scripts other than Latin and of letters that only one language has. Scripts without
/// spaces count a unit a character, those with spaces about a unit a word.
/// </summary>
internal ref struct ScriptCensus
{
    private const string JapaneseOnly = "込払働円図対応変様気経済戻売読発広検単実帰届続従総転駅験黄斎沢渋辺桜仏価伝労団囲圧塩歯歳県観権歓択拝挙摂戦戸両";
    private int _han, _kana, _japaneseHan, _hangul, _thai, _cyrillic, _ukrainian, _russian;
    private int _arabic, _persian, _urdu, _greek, _hebrew, _devanagari, _bengali, _tamil, _other;

    internal static readonly string[] Languages =
        ["zh", "ja", "ko", "th", "ru", "uk", "ar", "fa", "ur", "el", "he", "hi", "bn", "ta"];

    /// <summary>Evidence in units comparable with a count of words.</summary>
    internal readonly int Letters =>
        _han + _kana + _hangul + (_thai + 2) / 3
        + (_cyrillic + _arabic + _greek + _hebrew + _devanagari + _bengali + _tamil + _other + 4) / 5;

    internal static ScriptCensus Take(string text)
    {
        var census = default(ScriptCensus);
        foreach (var c in text) census.Count(c);
        return census;
    }

    private void Count(char c)
    {
        switch (c)
        {
            case < 'Ͱ': break;
            case <= 'Ͽ': _greek++; break;
            case <= 'ӿ': CountCyrillic(c); break;
            case >= '֐' and <= '׿': _hebrew++; break;
            case >= '؀' and <= 'ݿ' or >= 'ﭐ' and <= 'ﻼ': CountArabic(c); break;
            case >= 'ऀ' and <= 'ॿ': _devanagari++; break;
            case >= 'ঀ' and <= '৿': _bengali++; break;
            case >= '஀' and <= '௿': _tamil++; break;
            case >= '฀' and <= '๿': _thai++; break;
            case >= 'ᄀ' and <= 'ᇿ' or >= '가' and <= '힣': _hangul++; break;
            case >= 'ぁ' and <= 'ヺ' or 'ー': _kana++; break;
            case >= '㐀' and <= '鿿':
                _han++;
                if (JapaneseOnly.Contains(c)) _japaneseHan++;
                break;
            default:
                if (char.IsLetter(c) && c is < 'Ḁ' or > 'ỿ') _other += char.IsLetter(c) ? 1 : 0;
                break;
        }
    }

    private void CountCyrillic(char c)
    {
        if (c < 'Ѐ') return;
        _cyrillic++;
        if (c is 'і' or 'ї' or 'є' or 'ґ') _ukrainian++;
        if (c is 'ы' or 'э' or 'ъ' or 'ё') _russian++;
    }

    private void CountArabic(char c)
    {
        if (!char.IsLetter(c)) return;
        _arabic++;
        if (c is 'پ' or 'چ' or 'ژ' or 'گ' or 'ک' or 'ی') _persian++;
        if (c is 'ٹ' or 'ڈ' or 'ڑ' or 'ے' or 'ں' or 'ہ' or 'ھ') _urdu++;
    }

    internal readonly LanguageGuess Guess(string hint)
    {
        var most = Math.Max(_han + _kana, Math.Max(_hangul, (_thai + 2) / 3));
        var spaced = Math.Max(Math.Max(_cyrillic, _arabic), Math.Max(Math.Max(_greek, _hebrew), Math.Max(_devanagari, Math.Max(_bengali, _tamil))));
        if (most == 0 && spaced == 0) return new LanguageGuess(hint, 0);
        if (most * 5 < spaced) return Spaced(hint, spaced);
        if (_hangul == most) return new LanguageGuess("ko", Sure(_hangul));
        if ((_thai + 2) / 3 == most) return new LanguageGuess("th", Sure(_thai));
        return ChineseOrJapanese(hint);
    }

    /// <summary>Kana makes it Japanese, but a borrowed の in a Chinese sentence does not.</summary>
    private readonly LanguageGuess ChineseOrJapanese(string hint)
    {
        if (_kana * 6 >= _han && _kana > 0 && (_kana > 1 || _han <= 2)) return new LanguageGuess("ja", Sure(_kana + _han));
        if (_japaneseHan > 0 && (_japaneseHan * 4 >= _han || hint == "ja")) return new LanguageGuess("ja", 0.8);
        // A handful of characters without kana may be either; the hint tips it.
        if (_han <= 4 && hint == "ja") return new LanguageGuess("ja", 0.6);
        return new LanguageGuess("zh", _kana > 0 ? 0.8 : Sure(_han));
    }

    private readonly LanguageGuess Spaced(string hint, int most)
    {
        var sure = Sure(most);
        if (_cyrillic == most)
        {
            if (_ukrainian > _russian) return new LanguageGuess("uk", sure);
            return new LanguageGuess(_russian == 0 && hint == "uk" ? "uk" : "ru", _russian == 0 && hint == "uk" ? 0.6 : sure);
        }
        if (_arabic == most)
        {
            if (_urdu > 0 && _urdu * 12 >= _arabic) return new LanguageGuess("ur", sure);
            return new LanguageGuess(_persian * 12 >= _arabic && _persian > 0 ? "fa" : "ar", sure);
        }
        var language = _greek == most ? "el" : _hebrew == most ? "he" : _devanagari == most ? "hi" : _bengali == most ? "bn" : "ta";
        return new LanguageGuess(language, sure);
    }

    private static double Sure(int characters) => 1 - 0.3 / Math.Max(characters, 1);
}
