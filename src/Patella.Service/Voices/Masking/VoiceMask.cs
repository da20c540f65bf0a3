using System.Text.RegularExpressions;

namespace Patella.Service.Voices.Masking;

/// <summary>
/// Puts placeholders where personal data stands in a text: mail addresses, card, phone and order numbers, names that are told as names, postal addresses. The same text gives the
/// same result for ever. Most texts have no digit, no sign and no keyword of an address, and are left after one look.
/// </summary>
public static partial class VoiceMask
{
    public const string Email = "[email]";
    public const string Card = "[card]";
    public const string Phone = "[phone]";
    public const string Number = "[number]";
    public const string Address = "[address]";
    public const string Name = "[name]";

    public static string Mask(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            text = Mails().Replace(text, Email);
        }

        if (text.AsSpan().ContainsAnyInRange('0', '9') || text.AsSpan().ContainsAnyInRange('０', '９'))
        {
            text = EnglishAddresses().Replace(text, Address);
            text = ChineseAddresses().Replace(text, Address);
            text = Numbers().Replace(text, match => Kind(match.ValueSpan));
        }

        return NameWords().IsMatch(text) ? EnglishNames().Replace(ChineseNames().Replace(text, "$1" + Name), "$1" + Name) : text;
    }

    private static string Kind(ReadOnlySpan<char> value)
    {
        var (digits, letters, first) = (0, 0, ' ');
        foreach (var character in value)
        {
            first = digits == 0 && char.IsDigit(character) ? character : first;
            digits += char.IsDigit(character) ? 1 : 0;
            letters += char.IsAsciiLetter(character) ? 1 : 0;
        }

        return (letters, digits) switch
        {
            (0, < 7) => value.ToString(),
            (0, 11) when first is '1' or '１' => Phone,
            (0, <= 12) when value.ContainsAny('+', '-', '(') || first is '0' => Phone,
            (0, >= 15 and <= 19) when IsCard(value) => Card,
            (0, <= 10) => digits <= 8 && value.Length == digits ? Number : Phone,
            (_, < 6) => value.ToString(),
            _ => Number,
        };
    }

    /// <summary>Luhn's check digit (1954), which all cards have and one in ten order numbers.</summary>
    private static bool IsCard(ReadOnlySpan<char> value)
    {
        var (sum, place) = (0, 0);
        for (var index = value.Length - 1; index >= 0; index--)
        {
            if (char.IsDigit(value[index]))
            {
                var digit = (int)char.GetNumericValue(value[index]) << (place++ & 1);
                sum += digit > 9 ? digit - 9 : digit;
            }
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")]
    private static partial Regex Mails();

    // A number of at least six digits with the signs people write between, or letters glued to it: SF1234567, #20231111.
    [GeneratedRegex(@"(?<![\w])[#+(]?[A-Za-z]{0,6}-?\d(?:\d|[ \-()]{1,2}(?=\d)){4,30}\d(?![\w])|(?<=[\p{IsCJKUnifiedIdeographs}：:])[#+]?[A-Za-z]{0,6}\d[\d\- ]{4,30}\d|\d{6,32}|[０-９]{6,32}")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b\d{1,6}[A-Za-z]?,?(?: [A-Z][\w.'-]{0,30}){1,5} (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Square)\b\.?(?:,? (?:Apt|Apartment|Unit|Suite|#) ?\w{1,6})?", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishAddresses();

    [GeneratedRegex(@"(?:[\p{IsCJKUnifiedIdeographs}]{2,8}(?:省|市|区|县|州|镇|乡)){0,4}[\p{IsCJKUnifiedIdeographs}A-Za-z0-9]{1,12}(?:路|街|道|巷|弄|村|小区|花园|大厦)[\p{IsCJKUnifiedIdeographs}]{0,4}[0-9一二三四五六七八九十-]{1,8}(?:号|弄|栋|幢|楼|单元|室|座)(?:[0-9A-Za-z一二三四五六七八九十-]{1,6}(?:号楼|栋|幢|楼|层|单元|室|座|房))*")]
    private static partial Regex ChineseAddresses();

    [GeneratedRegex(@"我叫|姓名|收件人|收货人|联系人|[Mm]y name is|[Nn]ame:|[Mm]r\.? |[Mm]rs\.? |[Mm]s\.? |This is [A-Z]")]
    private static partial Regex NameWords();

    [GeneratedRegex(@"((?:我叫|姓名|收件人|收货人|联系人)(?:是|为)?[：: ]{0,2})[\p{IsCJKUnifiedIdeographs}]{2,4}?(?=[，。,.、；;！!？? \s]|$|的|手机|电话|地址)")]
    private static partial Regex ChineseNames();

    [GeneratedRegex(@"((?:[Mm]y name is|[Nn]ame:|This is|\bM(?:r|rs|s)\.?) )(?:[A-Z][\w'-]{1,30})(?: [A-Z][\w'-]{1,30}){0,2}")]
    private static partial Regex EnglishNames();
}
