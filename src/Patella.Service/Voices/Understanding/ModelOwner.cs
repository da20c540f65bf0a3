using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>Tells the log of voices what was decided, and trains the models that were asked for; in one process for each tenant.</summary>
internal sealed partial class ModelOwner(TenantId tenant, Training training, VoiceLog log, IStore store, IBus bus, BusinessTime business, ILogger<ModelOwner> logger) : IPartitionOwner
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    public static string Partition(TenantId tenant) => $"voice-models:{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, UnderstandingStore.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            await Tell(ownership);
            if (!await Train(ownership))
            {
                await wake.Sleep(LongestSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Models are asked for in transactions.");

    /// <summary>In order, each at least once; a row that is told again after a death changes nothing.</summary>
    private async Task Tell(Ownership ownership)
    {
        foreach (var row in await store.Read(tenant, reader => reader.Many<TellingRow>(UnderstandingStore.Sql["Tellings"]), ownership.Lost))
        {
            await log.Control(tenant, row.Kind, System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(row.Told), ownership.Lost);
            await store.Write(tenant, async transaction =>
            {
                await ownership.Check(transaction);
                await transaction.Execute(UnderstandingStore.Sql["DropTelling"], new { number = row.Number });
            });
            bus.Publish(new BusMessage(VoiceStore.IntakeTopic(tenant), ""));
        }
    }

    private async Task<bool> Train(Ownership ownership)
    {
        if (await store.Read(tenant, reader => reader.One<ModelRow>(UnderstandingStore.Sql["NextTraining"]), ownership.Lost) is not { } row)
        {
            return false;
        }

        ModelRow trained;
        try
        {
            var (model, measured, labels, tree) = await Task.Run(() => training.Run(tenant, ownership.Lost), ownership.Lost);
            trained = row with { State = ModelStates.Challenger, Hash = model.Hash, Labels = labels, Tree = tree, TrainedAt = business.Now, Measured = Json.Write(measured) };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
        {
            LogFailed(row.Number, failure.Message);
            trained = row with { State = ModelStates.Failed, Failure = failure.Message[..Math.Min(failure.Message.Length, 500)] };
        }

        await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await UnderstandingStore.Hold(transaction);
            await transaction.Execute(UnderstandingStore.Sql["SaveModel"], trained);
            if (trained.State == ModelStates.Challenger)
            {
                await transaction.Execute(UnderstandingStore.Sql["RetireOthers"], new { state = ModelStates.Challenger, id = row.Id });
            }
        });
        return true;
    }

    private sealed record TellingRow
    {
        public long Number { get; init; }
        public string Kind { get; init; } = "";
        public string Told { get; init; } = "";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Number} of voices could not be trained: {Reason}")]
    private partial void LogFailed(long number, string reason);
}

/// <summary>Starts it for each tenant.</summary>
internal sealed class ModelWorker(Training training, VoiceLog log, IStore store, IBus bus, BusinessTime business, ILogger<ModelOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (ModelOwner.Partition(tenant), new ModelOwner(tenant, training, log, store, bus, business, logger));
}
