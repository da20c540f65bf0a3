using System.Globalization;

namespace Patella.Service.Parties;

/// <summary>Shows enough of a personal value to recognise it and not enough to use it.</summary>
public static class Masking
{
    private const string Hidden = "***";

    /// <summary>A value of an identity, by its kind; kinds we do not know are hidden wholly.</summary>
    public static string Identity(string kind, string value) => kind switch
    {
        IdentityKinds.Phone => Phone(value),
        IdentityKinds.Email => Email(value),
        IdentityKinds.Address => Address(value),
        IdentityKinds.External => value,
        _ => Hidden,
    };

    /// <summary>The last two digits of a number that has at least seven.</summary>
    public static string Phone(string value)
    {
        var digits = value.Where(char.IsAsciiDigit).ToArray();
        return digits.Length < 7 ? Hidden : Hidden + new string(digits[^2..]);
    }

    /// <summary>The first character and the domain.</summary>
    public static string Email(string value)
    {
        var at = value.LastIndexOf('@');
        return at < 2 || at == value.Length - 1 ? Hidden : string.Concat(First(value, 1), Hidden, value.AsSpan(at));
    }

    /// <summary>The first six characters of a text that is at least three times as long: in Chinese, about the province and city.</summary>
    public static string Address(string value) => new StringInfo(value).LengthInTextElements < 18 ? Hidden : First(value, 6) + Hidden;

    private static string First(string value, int elements) => new StringInfo(value).SubstringByTextElements(0, elements);
}
