using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Edge;
using static Patella.Service.Actions.Marketplace.ChangeKinds;

namespace Patella.Service.Actions.Kinds;

/// <summary>A kind of service action.</summary>
/// <param name="Name">Stored and sent, append only.</param>
/// <param name="Change">What the marketplace is asked for; null for what is settled in our own books.</param>
/// <param name="NeedsConsent">Whether the consumer gives something up by it.</param>
/// <param name="StaffOnly">Not for consumers to ask for.</param>
/// <param name="Discretionary">A gift by somebody's judgement: without an authority for it a second person is needed.</param>
internal sealed record ActionKind(string Name, string? Change, bool NeedsConsent, bool StaffOnly, bool Discretionary, ObjectShape Arguments)
{
    /// <summary>The JSON schema (draft 2020-12) of the arguments with titles in a language.</summary>
    public JsonObject Schema(string language)
    {
        var schema = Arguments.Schema(language);
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = Title(language);
        return schema;
    }

    public string Title(string language) => ActionWords.Texts.In(language, "kind." + Name);

    /// <summary>Arguments as they are kept and hashed, or everything that is wrong with them.</summary>
    public Outcome<JsonElement> Read(JsonElement? arguments)
    {
        var check = new Validation();
        var read = Arguments.Read(arguments is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given ? given : JsonSerializer.SerializeToElement(new { }), "/arguments", check);
        return check.Failed ? check.Problem : JsonSerializer.SerializeToElement(read);
    }
}

/// <summary>The kinds of actions there are.</summary>
internal static class ActionKinds
{
    public const string CancelOrder = "cancel-order";
    public const string CancelItems = "cancel-items";
    public const string ChangeTheAddress = "change-address";
    public const string ChangeTheItems = "change-items";
    public const string ChangeThePayment = "change-payment";
    public const string ReturnItems = "return-items";
    public const string ExchangeItems = "exchange-items";
    public const string Refund = "refund";
    public const string ReshipItems = "reship-items";
    public const string PickUp = "pickup";
    public const string Compensate = "compensate";
    public const string Advance = "advance";

    /// <summary>Most pieces of an order that one action may name.</summary>
    public const int MostPieces = 200;

    private const long MostAmount = (1L << 53) - 1;
    private static readonly TextShape Sku = new(1, 100);
    private static readonly TextShape Instrument = new(1, 100);
    private static readonly TextShape Reason = new(1, 500);
    private static readonly WholeShape Amount = new(1, MostAmount);
    private static readonly Member Pieces = new("items", new ListShape(new ObjectShape(new Member("sku", Sku), new Member("quantity", new WholeShape(1, MostPieces), Required: false, Usual: 1)), MostPieces));
    private static readonly Member Swaps = new("items", new ListShape(new ObjectShape(new Member("sku", Sku), new Member("newSku", Sku)), MostPieces));
    private static readonly Member Why = new("reason", Reason);
    private static readonly Member Onto = new("instrument", Instrument, Required: false);

    public static readonly IReadOnlyList<ActionKind> All =
    [
        Asked(CancelOrder, Cancel, consent: true, Why),
        Asked(CancelItems, Cancel, consent: true, Why, Pieces),
        Asked(ChangeTheAddress, ChangeAddress, consent: false, new Member("address", new AddressShape())),
        Asked(ChangeTheItems, ChangeItems, consent: true, Swaps, Onto),
        Asked(ChangeThePayment, ChangePayment, consent: true, new Member("instrument", Instrument)),
        Asked(ReturnItems, Return, consent: true, Pieces, Onto),
        Asked(ExchangeItems, Exchange, consent: true, Swaps, Onto),
        Given(Refund, null, Why, new Member("amount", Amount), Onto),
        Given(ReshipItems, Reship, Why, Pieces),
        Asked(PickUp, Pickup, consent: false, new Member("from", new TimeShape()), new Member("until", new TimeShape()), new Member("address", new AddressShape(), Required: false)),
        Given(Compensate, null, Why, new Member("amount", Amount), new Member("fund", new TextShape(1, 60)), new Member("form", new ChoiceShape("voucher", "cash")), Onto),
        Given(Advance, null, Why, new Member("amount", Amount), Onto),
    ];

    private static readonly Dictionary<string, ActionKind> ByName = All.ToDictionary(kind => kind.Name);

    public static ActionKind? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    /// <summary>What a consumer may ask for.</summary>
    private static ActionKind Asked(string name, string change, bool consent, params Member[] arguments) => new(name, change, consent, StaffOnly: false, Discretionary: false, new ObjectShape(arguments));

    /// <summary>What somebody of the staff may give; it only benefits the consumer.</summary>
    private static ActionKind Given(string name, string? change, params Member[] arguments) => new(name, change, NeedsConsent: false, StaffOnly: true, Discretionary: true, new ObjectShape(arguments));
}
