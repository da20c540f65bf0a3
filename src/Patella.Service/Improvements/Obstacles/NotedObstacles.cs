using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Improvements.Obstacles;

/// <summary>What somebody noted elsewhere and what now is an obstacle.</summary>
/// <param name="Conversation">In which it came up: its words are erased with it.</param>
/// <param name="Unit">The business unit it came up at.</param>
/// <param name="Origin">Where it was noted, such as <c>listening/</c> and the id of the session.</param>
public sealed record NotedObstacle(string Id, string Text, string Conversation, string Unit, string Origin, string Filer, string FilerName);

/// <summary>How the obstacle stands that a note became.</summary>
/// <param name="State">filed, taken or answered.</param>
/// <param name="By">Who took or answered it.</param>
/// <param name="Project">Id of the improvement project that took it up.</param>
public sealed record NotedObstacleView(string State, string? By, string? Answer, string? Project);

/// <summary>The contract for capabilities in which people note things: a note becomes an obstacle, and whoever noted it reads there how that stands.</summary>
public sealed class NotedObstacles(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>Files it in the name of whoever noted it, in the transaction in which it becomes an obstacle there. The same again files nothing more.</summary>
    public async Task File(ITransaction transaction, Caller caller, NotedObstacle noted)
    {
        var row = new ObstacleRow
        {
            Id = noted.Id, Kind = "obstacle", Title = ObstacleRow.TitleOf(noted.Text), Text = noted.Text, Conversation = noted.Conversation, Unit = noted.Unit, Origin = noted.Origin, Filer = noted.Filer, FilerName = noted.FilerName, FiledAt = business.Now,
        };
        if (await transaction.Execute(ObstacleRows.Sql["Add"], row) == 1)
        {
            await transaction.Append(row.Told(ObstacleEvents.Filed, caller, identifiers.New(), machine.Now));
        }
    }

    /// <summary>Those of them that there are, by id.</summary>
    public static async Task<IReadOnlyDictionary<string, NotedObstacleView>> Standing(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? new Dictionary<string, NotedObstacleView>()
            : (await reader.Many<ObstacleRow>(ObstacleRows.Sql["OfIds"], new { ids })).ToDictionary(row => row.Id, row => new NotedObstacleView(row.State, row.AnsweredName ?? row.TakenName, row.Answer, row.Project));
}
