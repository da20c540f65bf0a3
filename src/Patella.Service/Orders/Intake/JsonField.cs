using System.Globalization;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Intake;

/// <summary>Reads one place of a JSON document and writes down, with its pointer, what is wrong there. Absent and null are the same.</summary>
internal readonly struct JsonField(JsonElement element, string pointer, List<FieldError> errors)
{
    /// <summary>Errors told in one answer; more would not help anybody.</summary>
    internal const int ErrorLimit = 50;

    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Pointer => pointer;

    public JsonElement Element => element;

    public bool IsAbsent => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public JsonField this[string name]
        => new(element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default, $"{pointer}/{name}", errors);

    public void Fail(ProblemText detail)
    {
        if (errors.Count < ErrorLimit)
        {
            errors.Add(new FieldError(pointer, detail));
        }
    }

    /// <summary>An object, or an error when it is something else, or missing though required.</summary>
    public JsonField Object(bool required)
    {
        if (!IsObject && (required || !IsAbsent))
        {
            Fail("Must be an object.");
        }

        return this;
    }

    public string? Text(int most, bool required = false)
    {
        if (IsAbsent)
        {
            return Missing<string>(required);
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            Fail("Must be a text.");
            return null;
        }

        if (!TryString(out var value))
        {
            Fail("Must be valid Unicode.");
            return null;
        }

        if (value.Length > most || (required && string.IsNullOrWhiteSpace(value)) || value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            Fail($"Must be {(required ? 1 : 0)} to {most} characters without control characters.");
            return null;
        }

        return value;
    }

    public long? Integer(long least, long most, bool required = false)
    {
        if (IsAbsent)
        {
            return required ? MissingNumber() : null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) && value >= least && value <= most)
        {
            return value;
        }

        Fail($"Must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>RFC 3339 with an offset, as UTC microseconds.</summary>
    public long? Time(bool required = false)
    {
        if (IsAbsent)
        {
            return required ? MissingNumber() : null;
        }

        if (element.ValueKind == JsonValueKind.String && TryString(out var text) && TryTime(text, out var at))
        {
            return at;
        }

        Fail("Must be a time as in RFC 3339 with an offset, such as 2026-11-11T08:00:00Z, between 1990 and 2200.");
        return null;
    }

    public Money? Money(bool required = false)
    {
        if (IsAbsent)
        {
            return Missing<Money>(required);
        }

        if (!Object(true).IsObject)
        {
            return null;
        }

        var amount = this["amount"].Integer(-1_000_000_000_000_000, 1_000_000_000_000_000, required: true);
        var currency = this["currency"].Text(3, required: true);
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
        {
            this["currency"].Fail("Must be a currency of ISO 4217, such as CNY.");
            return null;
        }

        return amount is { } whole && currency is not null ? new Money(whole, currency) : null;
    }

    /// <summary>The elements of an array of at most <paramref name="most"/>.</summary>
    public List<JsonField> Items(int most)
    {
        if (IsAbsent)
        {
            return [];
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > most)
        {
            Fail($"Must be an array of at most {most}.");
            return [];
        }

        var items = new List<JsonField>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            items.Add(new JsonField(item, $"{pointer}/{items.Count.ToString(CultureInfo.InvariantCulture)}", errors));
        }

        return items;
    }

    internal static bool TryTime(string text, out long at)
    {
        at = 0;
        var offsetMark = text.Length > 19 && (text[^1] is 'Z' or 'z' || text.AsSpan(19).IndexOfAny('+', '-') >= 0);
        if (!offsetMark || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) || time < Earliest || time > Latest)
        {
            return false;
        }

        at = Microseconds.From(time);
        return true;
    }

    /// <summary>False for half a surrogate pair, which JSON can write and no store can keep.</summary>
    private bool TryString(out string value)
    {
        try
        {
            value = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            value = "";
            return false;
        }
    }

    private T? Missing<T>(bool required)
        where T : class
    {
        if (required)
        {
            Fail("Is required.");
        }

        return null;
    }

    private long? MissingNumber()
    {
        Fail("Is required.");
        return null;
    }
}
