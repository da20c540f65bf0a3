using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Something that happened to a case. What people wrote is in <see cref="Words"/>, which stands in the erasable text of the timeline entry.</summary>
public abstract record CaseEvent
{
    [JsonIgnore]
    public string? Words { get; init; }
}

public sealed record CaseOpened(
    long Number, string Kind, string Status, string Category, CasePriority Priority, string Unit, StaffName? Owner, StaffName? FirstAgent, string? Person, string? Tier,
    string? Order, string? OrderNumber, string? Merchant, string? EntryUnit, string Language, string Origin, string? OriginKey) : CaseEvent;

/// <summary>What the consumer asked.</summary>
public sealed record CaseAsked : CaseEvent;

/// <summary>Kind, priority or (in words) subject are others now; null stays.</summary>
public sealed record CaseDescribed(string? Kind, CasePriority? Priority) : CaseEvent;

public sealed record CaseStatusChanged(string Status, string Category, long? WaitUntil) : CaseEvent;

public sealed record CaseAssigned(StaffName? Owner) : CaseEvent;

public sealed record CaseKeeperNamed(StaffName? Keeper, StaffName? Deputy) : CaseEvent;

public sealed record TransferProposed(string Transfer, string From, string To) : CaseEvent;

public sealed record TransferAccepted(string Transfer, string From, string To, StaffName? Owner, bool ByClock) : CaseEvent;

/// <summary>The asked unit says no and names the right one; with a settler it is the second no.</summary>
public sealed record TransferRefused(string Transfer, string Unit, string Right, string? Settler) : CaseEvent;

public sealed record TransferWithdrawn(string Transfer) : CaseEvent;

public sealed record TransferSettled(string Transfer, string From, string To, bool ByRule) : CaseEvent;

/// <summary>Something a supervisor should look at: hops.</summary>
public sealed record CaseAlertRaised(string What, int Count) : CaseEvent;

/// <param name="Before">What became of the promise before: kept, renewed, broken, or null for the first.</param>
public sealed record CasePromised(long DueAt, string? Before) : CaseEvent;

public sealed record PromiseBroken(long DueAt) : CaseEvent;

public sealed record PartAsked(string Part, string Party, string Who, IReadOnlyList<string> Shares) : CaseEvent;

public sealed record PartAnswered(string Part, StaffName? AnsweredBy) : CaseEvent;

public sealed record PartLate(string Part) : CaseEvent;

public sealed record CaseConversationLinked(string Conversation) : CaseEvent;

public sealed record CaseLinked(string Kind, string Case) : CaseEvent;

public sealed record CaseUnlinked(string Kind, string Case) : CaseEvent;

public sealed record CaseParentSet(string? Parent) : CaseEvent;

/// <summary>It goes on in another case.</summary>
public sealed record CaseMerged(string Into) : CaseEvent;

/// <summary>Another case goes on in this one.</summary>
public sealed record CaseTookIn(string From, IReadOnlyList<string> Conversations) : CaseEvent;

/// <summary>A merge is taken back; on the other side with the conversations that leave.</summary>
public sealed record CaseParted(string From, IReadOnlyList<string> Conversations) : CaseEvent;

public sealed record CaseTagged(IReadOnlyList<string> Tags) : CaseEvent;

/// <summary>Values by code, as JSON in the words: people write them.</summary>
public sealed record CaseFieldsSet : CaseEvent;

public sealed record CaseNoted : CaseEvent;

/// <summary>Its consumer's records were joined or parted; the case goes on with the record that stays.</summary>
public sealed record CasePersonMoved(string Person) : CaseEvent;

/// <summary>The owner was told that the promise ends soon.</summary>
public sealed record PromiseReminded(long DueAt) : CaseEvent;

/// <param name="PromiseKept">The running promise ended well; null when it was broken already.</param>
public sealed record CaseClosed(string Status, bool? PromiseKept, string? Article, bool Alone) : CaseEvent;

public sealed record CaseReopened(string Status, string Category) : CaseEvent;

/// <summary>The names of events in the timeline. Append only.</summary>
public static class CaseEventKinds
{
    public const string Prefix = "case.";

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["opened"] = typeof(CaseOpened), ["asked"] = typeof(CaseAsked), ["described"] = typeof(CaseDescribed), ["status-changed"] = typeof(CaseStatusChanged),
        ["assigned"] = typeof(CaseAssigned), ["keeper-named"] = typeof(CaseKeeperNamed), ["transfer-proposed"] = typeof(TransferProposed),
        ["transfer-accepted"] = typeof(TransferAccepted), ["transfer-refused"] = typeof(TransferRefused), ["transfer-withdrawn"] = typeof(TransferWithdrawn),
        ["transfer-settled"] = typeof(TransferSettled), ["alert-raised"] = typeof(CaseAlertRaised), ["promised"] = typeof(CasePromised),
        ["promise-broken"] = typeof(PromiseBroken), ["promise-reminded"] = typeof(PromiseReminded), ["person-moved"] = typeof(CasePersonMoved), ["part-asked"] = typeof(PartAsked), ["part-answered"] = typeof(PartAnswered), ["part-late"] = typeof(PartLate),
        ["conversation-linked"] = typeof(CaseConversationLinked), ["linked"] = typeof(CaseLinked), ["unlinked"] = typeof(CaseUnlinked), ["parent-set"] = typeof(CaseParentSet),
        ["merged"] = typeof(CaseMerged), ["took-in"] = typeof(CaseTookIn), ["parted"] = typeof(CaseParted), ["tagged"] = typeof(CaseTagged),
        ["fields-set"] = typeof(CaseFieldsSet), ["noted"] = typeof(CaseNoted), ["closed"] = typeof(CaseClosed), ["reopened"] = typeof(CaseReopened),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(pair => pair.Value, pair => Prefix + pair.Key);

    public static IEnumerable<string> All => Names.Values;

    public static string Of(CaseEvent change) => Names[change.GetType()];

    /// <summary>The event's labels as JSON, without its words.</summary>
    public static string Write(CaseEvent change) => JsonSerializer.Serialize(change, change.GetType(), Json.Options);

    /// <summary>The event of a timeline entry; null for a kind that is no event of a case.</summary>
    public static CaseEvent? Read(string kind, string? data, string? words)
        => kind.StartsWith(Prefix, StringComparison.Ordinal) && Types.TryGetValue(kind[Prefix.Length..], out var type)
            ? ((CaseEvent)JsonSerializer.Deserialize(data ?? "{}", type, Json.Options)!) with { Words = words }
            : null;
}
