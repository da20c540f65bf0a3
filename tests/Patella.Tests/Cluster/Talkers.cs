using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Patella.Tests.Cluster;

/// <summary>
/// Consumers who talk without pause to whichever process answers, each message under an id of their own that is sent again until it is accepted.
/// Afterwards <see cref="Verify"/> holds what was acknowledged against what is there.
/// </summary>
internal sealed class Talkers(LiveInstallation installation, int processes)
{
    private readonly ConcurrentDictionary<(string Conversation, string ClientId), long> _acknowledged = new();
    private readonly List<(string Token, string Conversation)> _people = [];
    private readonly CancellationTokenSource _stop = new();
    private Task[] _talking = [];

    public int Acknowledged => _acknowledged.Count;

    public IReadOnlyList<(string Token, string Conversation)> People => _people;

    public async Task Begin(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var token = await installation.Visit(number % processes);
            var opened = await installation.Ask(number % processes, HttpMethod.Post, "/api/v1/conversations", token, new { entryUnit = "market", message = new { clientId = "first", text = "asdf qwer" } });
            _people.Add((token, (string)opened!["id"]!));
        }

        _talking = _people.Select((person, number) => Task.Run(() => Talk(person.Token, person.Conversation, number))).ToArray();
    }

    public async Task End()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
    }

    /// <summary>Nothing acknowledged is lost or doubled, and no sequence has a gap. Returns the messages found.</summary>
    public async Task<int> Verify(int process)
    {
        var found = 0;
        foreach (var (token, conversation) in _people)
        {
            var entries = await ReadAll(process, token, conversation);
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number), entries.Select(entry => (long)entry["sequence"]!));
            var byClientId = entries.Where(entry => entry["clientId"] is not null).ToLookup(entry => (string)entry["clientId"]!);
            foreach (var group in byClientId)
            {
                Assert.Single(group);
            }

            foreach (var ((_, clientId), sequence) in _acknowledged.Where(pair => pair.Key.Conversation == conversation))
            {
                Assert.True(byClientId.Contains(clientId), $"{clientId} was acknowledged as {sequence} and is not in {conversation}");
                Assert.Equal(sequence, (long)byClientId[clientId].First()["sequence"]!);
            }

            found += byClientId.Count;
        }

        return found;
    }

    private async Task<List<JsonNode>> ReadAll(int process, string token, string conversation)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var page = (await installation.Ask(process, HttpMethod.Get, $"/api/v1/conversations/{conversation}/entries?after={all.Count}&limit=200", token))!["items"]!.AsArray();
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page.Select(entry => entry!));
        }
    }

    private async Task Talk(string token, string conversation, int number)
    {
        for (var message = 0; !_stop.IsCancellationRequested; message++)
        {
            var clientId = $"t{number}-{message}";
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    var entry = await installation.AskBriefly((number + attempt) % processes, HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", token, new { clientId, text = $"message {message} of {number}" });
                    _acknowledged[(conversation, clientId)] = (long)entry!["sequence"]!;
                    await Task.Delay(60);
                    break;
                }
                catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
                {
                    if (_stop.IsCancellationRequested)
                    {
                        return;
                    }

                    await Task.Delay(100);
                }
            }
        }
    }
}
