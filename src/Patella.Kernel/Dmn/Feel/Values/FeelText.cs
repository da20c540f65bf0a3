using System.Globalization;
using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Writes values as FEEL's string function does, and names their types for messages.</summary>
public static class FeelText
{
    private const int LongestText = 10_000_000;

    /// <summary>The text of a value: a string as it is, everything else in the form FEEL would read again.</summary>
    /// <exception cref="DmnLimitException">The value is nested or long beyond what can be written.</exception>
    public static string Write(object? value)
    {
        if (value is string text)
        {
            return text;
        }

        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    /// <summary>The name of a value's type, as FEEL writes it.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        decimal => "number",
        string => "string",
        FeelDate => "date",
        FeelTime => "time",
        FeelDateTime => "date and time",
        DayTimeDuration => "days and time duration",
        YearMonthDuration => "years and months duration",
        FeelList => "list",
        FeelContext => "context",
        FeelRange => "range",
        FeelFunction => "function",
        _ => value.GetType().Name,
    };

    /// <summary>A value in a message: texts are cut, lists and contexts only counted.</summary>
    internal static string Short(object? value) => value switch
    {
        string { Length: > 40 } text => $"\"{text[..40]}...\"",
        FeelList list => $"a list of {list.Count}",
        FeelContext context => $"a context of {context.Count}",
        _ => WriteNested(value),
    };

    internal static string WriteNested(object? value)
    {
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        StackGuard.Check();
        if (text.Length > LongestText)
        {
            throw new DmnLimitException(DmnLimit.Size, $"a text longer than {LongestText} characters");
        }

        switch (value)
        {
            case null: text.Append("null"); break;
            case bool truth: text.Append(truth ? "true" : "false"); break;
            case decimal number: text.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case string plain: AppendQuoted(text, plain); break;
            case FeelList list: AppendList(text, list); break;
            case FeelContext context: AppendContext(text, context); break;
            default: text.Append(value); break;
        }
    }

    private static void AppendList(StringBuilder text, FeelList list)
    {
        text.Append('[');
        for (int position = 0; position < list.Count; position++)
        {
            text.Append(position == 0 ? "" : ", ");
            Append(text, list[position]);
        }

        text.Append(']');
    }

    private static void AppendContext(StringBuilder text, FeelContext context)
    {
        text.Append('{');
        bool first = true;
        foreach ((string key, object? value) in context)
        {
            text.Append(first ? "" : ", ");
            first = false;
            if (key.Length > 0 && key.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '_'))
            {
                text.Append(key);
            }
            else
            {
                AppendQuoted(text, key);
            }

            text.Append(": ");
            Append(text, value);
        }

        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string plain) =>
        text.Append('"').Append(plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
