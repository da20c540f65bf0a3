using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>A change that is asked for: PUT /changes/{key}.</summary>
public sealed record ChangeRequest(string Key, string Kind, string Order, JsonElement Arguments);

/// <summary>What became of a change.</summary>
/// <param name="Outcome">done, refused or underway.</param>
/// <param name="Events">With done: what happened, in the event envelope.</param>
public sealed record ChangeAnswer(string Outcome, string? Code = null, string? Detail = null, IReadOnlyList<CloudEvent>? Events = null)
{
    public const string DoneWord = "done";
    public const string RefusedWord = "refused";
    public const string UnderwayWord = "underway";

    public static ChangeAnswer Refused(string code, string detail) => new(RefusedWord, code, detail);
}

/// <summary>A payment that is asked for: PUT /payments/{key}.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Inward">True collects from the instrument, false pays to it.</param>
public sealed record PaymentRequest(string Key, long Amount, string Currency, bool Inward, string Instrument);

/// <summary>What became of a payment.</summary>
/// <param name="Outcome">paid, refused or underway.</param>
/// <param name="Amount">What was moved, in minor units.</param>
public sealed record PaymentAnswer(string Outcome, long? Amount = null, string? Currency = null, string? Reference = null, string? Code = null);

/// <summary>A movement in the provider's list.</summary>
public sealed record PaymentLine(string Key, long Amount, string Currency, bool Inward);

/// <summary>GET /payments.</summary>
public sealed record PaymentLines(IReadOnlyList<PaymentLine> Items);

/// <summary>A change under its key, for ever.</summary>
/// <param name="DueAt">When it is done, for one that takes its time; null once it is decided.</param>
public sealed record KeptChange(ChangeRequest Request, ChangeAnswer Answer, DateTimeOffset? DueAt = null, int Copies = 1);

/// <summary>A payment under its key, for ever.</summary>
/// <param name="Moves">How often the money moved; a provider that keeps its word moves it once.</param>
/// <param name="MovedAt">When, UTC microseconds; 0 for one that did not move.</param>
public sealed record KeptPayment(PaymentRequest Request, PaymentAnswer Answer, DateTimeOffset? DueAt = null, int Moves = 1, long MovedAt = 0);

/// <summary>Events that still have to be told to Patella.</summary>
public sealed record EventParcel(long Id, IReadOnlyList<CloudEvent> Events);

/// <summary>What is wrong with a call, as problem+json.</summary>
public sealed record WireProblem(int Status, string Code, string Detail);
