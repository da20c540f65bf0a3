using System.Text.Json;
using Patella.Service.Actions.Deciding;
using Patella.Service.Edge;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Running;

/// <summary>States of an action; stored and wire values, append only.</summary>
public static class ActionState
{
    /// <summary>Above the authority of who asked: a second person decides.</summary>
    public const string WaitingApproval = "waiting-approval";

    /// <summary>What the consumer pays is being collected; the marketplace is asked when it is there.</summary>
    public const string Collecting = "collecting";

    /// <summary>With the marketplace, or about to be: whoever finds it so after a crash does not know, and asks.</summary>
    public const string Executing = "executing";

    /// <summary>Nobody knows; the marketplace is asked until it does.</summary>
    public const string Unknown = "unknown";

    public const string Done = "done";
    public const string Refused = "refused";

    /// <summary>The second person said no.</summary>
    public const string Declined = "declined";

    public static readonly IReadOnlyList<string> All = [WaitingApproval, Collecting, Executing, Unknown, Done, Refused, Declined];

    public static bool HasEnded(string state) => state is Done or Refused or Declined;
}

/// <summary>Whether somebody's own authority covered an action; stored words, append only.</summary>
internal static class AuthorityWord
{
    /// <summary>It gives nothing by judgement.</summary>
    public const string NotNeeded = "not-needed";

    public const string Own = "own";
    public const string Second = "second";
}

/// <summary>Money of an action and the remedy that moves it.</summary>
internal sealed record ActionMoney(string Remedy, string Kind, RemedySource Source, long Amount, string Currency, string? Instrument, string? Fund, MoneyMoment Moment, string Bearer);

/// <summary>An action as it stands. Times are UTC microseconds: acceptance and end of business time, sending and next look of machine time.</summary>
internal sealed record ServiceAction
{
    public string Id { get; init; } = "";

    /// <summary>Hash of the command: another content under the same id is a conflict.</summary>
    public string Command { get; init; } = "";

    public string Kind { get; init; } = "";

    public string OrderRef { get; init; } = "";

    /// <summary>The marketplace's own number of the order.</summary>
    public string Number { get; init; } = "";

    public string? Person { get; init; }

    public string? Unit { get; init; }

    public string? Merchant { get; init; }

    /// <summary>Null once the person is erased.</summary>
    public string? Arguments { get; init; }

    /// <summary>Arguments of the change at the marketplace; null when it need not be asked.</summary>
    public string? Change { get; init; }

    public string? Reason { get; init; }

    public string Hash { get; init; } = "";

    public string Money { get; init; } = "[]";

    public string Pieces { get; init; } = "{}";

    public long Value { get; init; }

    public string? Currency { get; init; }

    public string State { get; init; } = ActionState.Executing;

    /// <summary>consumer, staff or program.</summary>
    public string AuthorKind { get; init; } = "";

    public string AuthorId { get; init; } = "";

    public string Grade { get; init; } = "";

    public string? CaseRef { get; init; }

    public string? Conversation { get; init; }

    public string? Preview { get; init; }

    public string Authority { get; init; } = AuthorityWord.NotNeeded;

    public string? ApprovedBy { get; init; }

    public long? ApprovedAt { get; init; }

    /// <summary>Id of the policy's decision by which it was accepted.</summary>
    public string? Decision { get; init; }

    /// <summary>The rule, as JSON.</summary>
    public string? Rule { get; init; }

    /// <summary>By when a person decides, business time.</summary>
    public long? PromisedAt { get; init; }

    /// <summary>Words of who did it against the rule; erased with the person.</summary>
    public string? Override { get; init; }

    /// <summary>How often it was handed over, always under its id as the key.</summary>
    public long Attempts { get; init; }

    /// <summary>How often the marketplace was asked what became of it.</summary>
    public long Asked { get; init; }

    public long? SentAt { get; init; }

    public long? NextAt { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public long AcceptedAt { get; init; }

    public long? EndedAt { get; init; }

    public bool HasEnded => ActionState.HasEnded(State);

    public IReadOnlyList<ActionMoney> Moneys => Json.Read<List<ActionMoney>>(Money) ?? [];

    public IReadOnlyDictionary<string, int> PieceCounts => Json.Read<Dictionary<string, int>>(Pieces) ?? [];

    public JsonElement? ReadArguments() => Arguments is null ? null : JsonSerializer.Deserialize<JsonElement>(Arguments);
}
