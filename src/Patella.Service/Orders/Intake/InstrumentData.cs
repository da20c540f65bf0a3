using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;

namespace Patella.Service.Orders.Intake;

/// <summary>Reads payment instruments: what people pay with and the value they bring along.</summary>
internal static class InstrumentData
{
    private const int MostInstruments = 50;

    public static List<InstrumentFacts>? List(JsonField instruments)
        => instruments.IsAbsent ? null : instruments.Items(MostInstruments).Select(item => item.Object(required: true)).Where(item => item.IsObject)
            .Select(item => new InstrumentFacts(Id(item["id"], required: true) ?? "", Kind(item["kind"]), item["label"].Text(100) ?? "")).Where(item => item.Id.Length > 0).ToList();

    /// <summary>The marketplace's own token; a card's number would be one too, so anything that looks like it is refused.</summary>
    public static string? Id(JsonField field, bool required)
    {
        if (field.Text(InstrumentStore.MostId, required) is not { } id)
        {
            return null;
        }

        if (!InstrumentStore.IsId(id))
        {
            field.Fail($"Must be 1 to {InstrumentStore.MostId} characters of letters, digits, '.', ':', '_' or '-'.");
        }
        else if (id.Length is >= 13 and <= 19 && id.All(char.IsAsciiDigit) && Luhn(id))
        {
            field.Fail("Looks like the number of a card; send the payment provider's token instead.");
        }

        return id;
    }

    /// <summary>Of payment.value-opened: an instrument's id, or an object with id and label.</summary>
    public static ValueFacts? Value(JsonField data)
    {
        var instrument = data["instrument"];
        var id = Id(instrument.IsObject ? instrument["id"] : instrument, required: true);
        var amount = data["amount"].Money(required: true);
        if (amount is { Amount: < 0 })
        {
            data["amount"]["amount"].Fail("Must not be below zero.");
        }

        return id is null || amount is null ? null : new ValueFacts(id, (instrument.IsObject ? instrument["label"].Text(100) : null) ?? id, amount);
    }

    private static string Kind(JsonField field)
    {
        var kind = field.Text(40, required: true);
        if (kind is not null && !InstrumentKinds.All.Contains(kind))
        {
            field.Fail($"Must be one of: {string.Join(", ", InstrumentKinds.All)}.");
        }

        return kind ?? "";
    }

    private static bool Luhn(string digits)
        => digits.Reverse().Select((digit, index) => index % 2 == 0 ? digit - '0' : (digit - '0') * 2 / 10 + (digit - '0') * 2 % 10).Sum() % 10 == 0;
}
