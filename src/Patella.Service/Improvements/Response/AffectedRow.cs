namespace Patella.Service.Improvements.Response;

/// <summary>Somebody an incident touched, as it is kept.</summary>
internal sealed record AffectedRow
{
    public string Incident { get; init; } = "";

    public string Person { get; init; } = "";

    public long FoundAt { get; init; }

    /// <summary>Null for whom an order alone names.</summary>
    public long? FirstVoiceAt { get; init; }

    public long Voices { get; init; }

    public string? OrderRef { get; init; }

    public long? ToldAt { get; init; }

    public long? RightAt { get; init; }

    /// <summary>gesture, remedy or needs-nothing.</summary>
    public string? RightBy { get; init; }

    public long? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Excuse { get; init; }

    public string? LeftOut { get; init; }

    /// <summary>Where they were told; of lists only.</summary>
    public string? Conversation { get; init; }

    /// <summary>Whether they were told, or received something, before their own first voice.</summary>
    public bool BeforeAsking => IsBefore(ToldAt) || (RightBy is "gesture" or "remedy" && IsBefore(RightAt));

    private bool IsBefore(long? at) => at is { } moment && (FirstVoiceAt is not { } spoke || moment < spoke);
}

/// <summary>A message to the affected, as it is kept.</summary>
internal sealed record MessageRow
{
    public string Id { get; init; } = "";

    public string Incident { get; init; } = "";

    public string Whom { get; init; } = "";

    public string Chinese { get; init; } = "";

    public string English { get; init; } = "";

    public string? Fund { get; init; }

    public long? Amount { get; init; }

    public string? Currency { get; init; }

    public string? NeedsNothing { get; init; }

    public string ByKind { get; init; } = "";

    public string ById { get; init; } = "";

    public string ByName { get; init; } = "";

    public long Grade { get; init; }

    public long At { get; init; }

    public long Told { get; init; }

    public long Pending { get; init; }

    public long Refused { get; init; }

    public long LeftOut { get; init; }

    public string? Why { get; init; }

    public MessageWords Words => new(Chinese, English);

    public bool IsSame(MessageRow other) => (Incident, Whom, Chinese, English, Fund, Amount, Currency, NeedsNothing) == (other.Incident, other.Whom, other.Chinese, other.English, other.Fund, other.Amount, other.Currency, other.NeedsNothing);
}

/// <summary>One message to one person.</summary>
internal sealed record DeliveryRow
{
    public string Message { get; init; } = "";

    public string Incident { get; init; } = "";

    public string Person { get; init; } = "";

    public string State { get; init; } = "";
}
