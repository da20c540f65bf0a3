using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>string, number, not and is.</summary>
internal static class ConversionFunctions
{
    internal static BuiltinFunction[] All =>
    [
        new("string", new BuiltinForm("from:any~", (run, a) => Text(run, a[0]))),
        new("number",
            new BuiltinForm("from:string, grouping separator:string~, decimal separator:string~", (run, a) => Number(run, (string)a[0]!, (string?)a[1], (string?)a[2])),
            new BuiltinForm("from:string", (run, a) => Number(run, (string)a[0]!, null, null))),
        new("not", new BuiltinForm("negand:boolean~", (_, a) => a[0] is bool truth ? FeelValues.Box(!truth) : null)),
        new("is", new BuiltinForm("value1:any~?, value2:any~?", (run, a) => Identical(run, a[0], a[1]))),
    ];

    private static object Identical(Run run, object? left, object? right)
    {
        run.Walk(left);
        return FeelValues.Box(Equality.Identical(left, right));
    }

    private static string? Text(Run run, object? value)
    {
        if (value is null)
        {
            return null;
        }

        run.Walk(value);
        string text = FeelText.Write(value);
        run.Grow(text.Length);
        return text;
    }

    private static object? Number(Run run, string text, string? grouping, string? point)
    {
        if (grouping is not (null or " " or "," or ".") || point is not (null or "," or ".") || (grouping is not null && grouping == point))
        {
            return run.Null("number: the separators should be two different ones of ' ', ',' and '.'");
        }

        string plain = grouping is null ? text : text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",")
        {
            plain = plain.Contains('.', StringComparison.Ordinal) ? "" : plain.Replace(',', '.');
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(plain, Styles, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : run.Null($"number: '{(text.Length > 40 ? text[..40] : text)}' is no number");
    }
}
