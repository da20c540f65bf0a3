using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>A version of the tree as it is kept.</summary>
internal sealed record TreeRow
{
    public long Version { get; init; }
    public long At { get; init; }
    public string ById { get; init; } = "";
    public string ByName { get; init; } = "";
    public string Stages { get; init; } = "[]";
}

/// <summary>A label as it is kept: of a voice by position, or of a text of its own.</summary>
internal sealed record LabelRow
{
    public long Number { get; init; }
    public string Id { get; init; } = "";
    public long? Position { get; init; }
    public string? Example { get; init; }
    public string? Label { get; init; }
    public long? Sentiment { get; init; }
    public long? Urgency { get; init; }
    public string? Remark { get; init; }
    public long Tree { get; init; }
    public long At { get; init; }
    public string ById { get; init; } = "";
    public string ByName { get; init; } = "";
}

/// <summary>A model as it is kept.</summary>
internal sealed record ModelRow
{
    public string Id { get; init; } = "";
    public long Number { get; init; }
    public string State { get; init; } = "";
    public long Tree { get; init; }
    public string? Hash { get; init; }
    public long Labels { get; init; }
    public long AskedAt { get; init; }
    public long? TrainedAt { get; init; }
    public string? Measured { get; init; }
    public string? Failure { get; init; }
    public long? PromotedAt { get; init; }
    public string? PromotedBy { get; init; }
    public string? Remark { get; init; }
    public string ById { get; init; } = "";
    public string ByName { get; init; } = "";
}

/// <summary>The statements, and what every change does first and last.</summary>
internal static class UnderstandingStore
{
    public static readonly Statements Sql = new(typeof(UnderstandingStore).Assembly, "Voices.Understanding.understanding.sql");

    /// <summary>Kind of the control record of an edit of the tree.</summary>
    public const string TreeRecord = "tree";

    /// <summary>Kind of the control record of a label.</summary>
    public const string LabelRecord = "label";

    /// <summary>Hints that something is to be told or trained.</summary>
    public static string Topic(TenantId tenant) => "voice-models:" + tenant.Value;

    /// <summary>From here to the commit nobody else changes tree, labels or models of the tenant.</summary>
    public static Task Hold(ITransaction transaction) => transaction.Execute(Sql["Hold"]);

    /// <summary>Says something to the log of voices, once the transaction is kept. Needs <see cref="Hold"/>.</summary>
    public static async Task Tell(ITransaction transaction, string kind, object data)
    {
        await transaction.Execute(Sql["NextTelling"]);
        var numbers = (await transaction.One<NumbersRow>(Sql["Numbers"]))!;
        await transaction.Execute(Sql["AddTelling"], new { number = numbers.Tellings, kind, told = Json.Write(data) });
    }

    /// <summary>Tells which model and tree hold from here on.</summary>
    public static async Task TellModel(ITransaction transaction, long tree)
    {
        var champion = await transaction.One<ModelRow>(Sql["OfState"], new { state = ModelStates.Champion });
        var numbers = (await transaction.One<NumbersRow>(Sql["Numbers"]))!;
        await Tell(transaction, VoiceControls.Model, new ModelSwitch(numbers.Tellings + 1, champion?.Hash, tree));
    }

    public static string NameOf(Caller caller) => caller.Name.Length == 0 ? caller.Id : caller.Name;
}

/// <summary>Numbers given out so far.</summary>
internal sealed record NumbersRow
{
    public long Labels { get; init; }
    public long Models { get; init; }
    public long Tellings { get; init; }
}

/// <summary>States of a model; stored words.</summary>
internal static class ModelStates
{
    public const string Training = "training";
    public const string Challenger = "challenger";
    public const string Champion = "champion";
    public const string Retired = "retired";
    public const string Failed = "failed";
}

/// <summary>Data of a control record of kind model.</summary>
/// <param name="Order">Grows; a record told again after a later one changes nothing.</param>
/// <param name="Model">Hash; null for the built-in model.</param>
/// <param name="Tree">The version its answers are put into.</param>
internal sealed record ModelSwitch(long Order, string? Model, long Tree);
