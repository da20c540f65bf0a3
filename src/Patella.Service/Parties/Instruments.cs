using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Parties;

/// <summary>Kinds of payment instruments. Stored and wire values, append only.</summary>
public static class InstrumentKinds
{
    public const string Card = "card";
    public const string Wallet = "wallet";

    /// <summary>Money a person has with the marketplace itself: a gift card, a voucher, a balance. Its account stands in our own books.</summary>
    public const string StoredValue = "stored-value";

    public static readonly IReadOnlyList<string> All = [Card, Wallet, StoredValue];
}

/// <summary>What a person pays with and is paid to.</summary>
/// <param name="Id">The marketplace's own token of it, never a card's number; unique in the tenant, 1 to 60 characters.</param>
/// <param name="Person">The record it came with; compare through <see cref="PersonStore.IdsOf"/>.</param>
/// <param name="Label">As the consumer knows it: "mastercard 9212".</param>
public sealed record Instrument(string Id, string Person, string Kind, string Label)
{
    public bool IsStoredValue => Kind == InstrumentKinds.StoredValue;
}

/// <summary>Payment instruments of persons, for use inside other capabilities' transactions. Erased with the person.</summary>
public sealed class InstrumentStore(PersonStore persons, BusinessTime business)
{
    /// <summary>Longest id: an account's id has it inside.</summary>
    public const int MostId = 60;

    private const int MostLabel = 100;

    public static bool IsId(string? id) => id is { Length: > 0 and <= MostId } && Validation.IsId(id);

    /// <summary>Keeps an instrument of a person: label and kind may be told anew, its person never changes.</summary>
    /// <returns>False when it is somebody else's.</returns>
    public async Task<bool> Keep(ITransaction transaction, Instrument instrument)
    {
        var label = instrument.Label.Length <= MostLabel ? instrument.Label : instrument.Label[..MostLabel];
        await transaction.Execute(PersonStore.Sql["AddInstrument"], new { instrument.Id, instrument.Person, instrument.Kind, Label = label, AddedAt = business.Now });
        var kept = (await Find(transaction, instrument.Id))!;
        if (!await IsOf(transaction, kept, instrument.Person))
        {
            return false;
        }

        // Whoever does not say what it is called names it by its id, and unnames nothing.
        label = instrument.Label == instrument.Id ? kept.Label : label;
        if ((kept.Kind, kept.Label) != (instrument.Kind, label))
        {
            await transaction.Execute(PersonStore.Sql["ChangeInstrument"], new { instrument.Id, instrument.Kind, Label = label });
        }

        return true;
    }

    public Task<Instrument?> Find(IReader reader, string id) => reader.One<Instrument>(PersonStore.Sql["FindInstrument"], new { id });

    public async Task<IReadOnlyDictionary<string, Instrument>> FindMany(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? new Dictionary<string, Instrument>()
            : (await reader.Many<Instrument>(PersonStore.Sql["FindInstruments"], new { ids = ids.Distinct().ToArray() })).ToDictionary(instrument => instrument.Id);

    /// <summary>All of a person's, merged records included, in the order in which they came to be known.</summary>
    public async Task<IReadOnlyList<Instrument>> OfPerson(IReader reader, string person)
        => await reader.Many<Instrument>(PersonStore.Sql["InstrumentsOf"], new { persons = await persons.IdsOf(reader, person) });

    /// <summary>Whether an instrument is this person's, under any of their records.</summary>
    public async Task<bool> IsOf(IReader reader, Instrument instrument, string person)
        => instrument.Person == person || (await persons.IdsOf(reader, person)).Contains(instrument.Person);
}
