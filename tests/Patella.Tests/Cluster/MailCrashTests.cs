using System.Text.Json.Nodes;
using Patella.Service.Connectors.Mail.Imap;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Tests.Platform;
using Patella.Tests.Servers;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>The program is killed while real mail servers bring mails and take answers. PATELLA_MAIL_KILLS says how often; more with PATELLA_FULL=1.</summary>
public class MailCrashTests(ITestOutputHelper output)
{
    private const int Seed = 20181111;
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_MAIL_KILLS"), out var kills) ? kills : Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? 40 : 3;

    [MailFact]
    public async Task No_mail_is_lost_or_read_twice_and_every_answer_goes_out_when_the_process_is_killed()
    {
        using var folder = new Hosting.TemporaryFolder();
        await using var installation = await LiveInstallation.Start("--data", folder.Path);
        var shop = $"u{40 + Random.Shared.Next(20)}@patella.test";
        var account = $"c{40 + Random.Shared.Next(20)}@consumer.test";
        var li = new Correspondent(account, account);
        await li.Forget();
        await installation.Ask(0, HttpMethod.Post, "/api/v1/settings/import", installation.AdminToken, new { staff = new[] { new { id = "sue", name = "sue", email = "sue@acme.example", password = "a long enough password", roles = new[] { "supervisor" }, units = new[] { "market" }, languages = new[] { "en" } } } });
        await Persist(() => installation.Ask(0, HttpMethod.Post, "/api/v1/mailboxes", installation.AdminToken, Mailbox(shop)));
        await Waiting.Until(async () => (string?)(await installation.Ask(0, HttpMethod.Get, "/api/v1/mailboxes", installation.AdminToken))!["items"]![0]!["state"] == "connected", "the mailbox is connected");

        var (sue, ann) = (await installation.SignIn(0, "sue"), await installation.SignIn(0, "ann"));
        using var over = new CancellationTokenSource();
        var sent = new List<string>();
        var answered = new List<string>();
        var writing = Task.Run(() => Write(account, shop, sent, over.Token));
        var answering = Task.Run(() => Answer(installation, sue, ann, answered, over.Token));
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(1_000, 4_000));
            await installation.KillAndRestart(0);
        }

        await Waiting.Until(() => { lock (answered) { return Task.FromResult(answered.Count > Kills || answering.IsFaulted); } }, "answers while mails come", TimeSpan.FromSeconds(60));
        await over.CancelAsync();
        await Task.WhenAll(writing, answering);
        await EveryMailOnce(installation, sue, sent);
        var doubles = await EveryAnswer(li, answered);
        output.WriteLine($"seed {Seed}: {Kills} kills, {sent.Count} mails came, {answered.Count} answers went out, {doubles} of them twice under one Message-ID");
    }

    private static object Mailbox(string address) => new
    {
        id = "box", name = "Support", address, displayName = "Support", unit = "market", language = "en", imapHost = "127.0.0.1", imapPort = TestMail.Port("Imaps"), imapSecurity = "tls",
        smtpHost = "127.0.0.1", smtpPort = TestMail.Port("Smtp"), smtpSecurity = "starttls", userName = address, password = "secret", certificate = TestMail.Certificate,
    };

    private static async Task Write(string account, string shop, List<string> sent, CancellationToken over)
    {
        while (!over.IsCancellationRequested && sent.Count < 25 * (Kills + 1))
        {
            var words = $"lamp-{sent.Count}-{Guid.NewGuid():N}";
            // Many people behind one mailbox: who writes too often is taken for a loop.
            await new Correspondent(account.Replace("@", $"+{sent.Count / 5}@", StringComparison.Ordinal), account).Send(shop, words, "it is broken");
            sent.Add(words);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Answers every conversation once; what was not acknowledged is asked again under the same id.</summary>
    private static async Task Answer(LiveInstallation installation, string sue, string ann, List<string> answered, CancellationToken over)
    {
        var known = new HashSet<string>();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            var open = await Persist(async () => (await installation.Ask(0, HttpMethod.Get, "/api/v1/conversations?state=queued&limit=20", sue))!["items"]!.AsArray());
            foreach (var id in open.Select(one => (string)one!["id"]!).Where(known.Add))
            {
                await Persist(() => installation.Ask(0, HttpMethod.Post, $"/api/v1/conversations/{id}/assignments", sue, new { staff = "ann" }));
                await Persist(() => installation.Ask(0, HttpMethod.Post, $"/api/v1/conversations/{id}/messages", ann, new { clientId = "answer-" + id, text = "answer-" + id }));
                lock (answered)
                {
                    answered.Add("answer-" + id);
                }

                if (over.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Every mail that was sent is kept raw once, and is the beginning of one conversation, whichever of them were on the way when the process died.</summary>
    private static async Task EveryMailOnce(LiveInstallation installation, string sue, List<string> sent)
    {
        var subjects = new List<string>();
        await Waiting.Until(async () => (subjects = await All(installation, installation.AdminToken, "/api/v1/mails?limit=100&state=done", mail => (string?)mail["subject"])).Count >= sent.Count, "every mail is read", TimeSpan.FromSeconds(60));
        Assert.Equal(sent.Order(), subjects.Order());
        var raw = await All(installation, installation.AdminToken, "/api/v1/mails?limit=100", mail => (string?)mail["id"]);
        Assert.Equal(raw.Count, raw.Distinct().Count());
        Assert.Equal(sent.Count, raw.Count);
        var first = new List<string>();
        await Waiting.Until(async () =>
        {
            first.Clear();
            foreach (var id in await All(installation, sue, "/api/v1/conversations?limit=100", conversation => (string?)conversation["id"]))
            {
                var entries = await installation.Ask(0, HttpMethod.Get, $"/api/v1/conversations/{id}/entries", sue);
                first.AddRange(entries!["items"]!.AsArray().Where(entry => (string?)entry!["author"]!["party"] == "consumer" && (string?)entry["kind"] == "message").Select(entry => ((string)entry!["text"]!).Split('\n')[0]));
            }

            return first.Count >= sent.Count;
        }, "every mail in a conversation", TimeSpan.FromSeconds(60));
        Assert.Equal(sent.Order(), first.Order());
    }

    /// <summary>Every acknowledged answer is in the consumer's mailbox; one that is there twice has one Message-ID. Returns how many are.</summary>
    private static async Task<int> EveryAnswer(Correspondent li, List<string> answered)
    {
        var got = new List<(string Words, string Id)>();
        await Waiting.Until(async () =>
        {
            got.Clear();
            foreach (var mail in await li.All())
            {
                var words = MailContentReader.Read(mail).Text;
                got.AddRange(answered.Where(answer => words.Contains(answer, StringComparison.Ordinal)).Select(answer => (answer, mail.Header.Find("Message-ID")!)));
            }

            return answered.All(answer => got.Any(mail => mail.Words == answer));
        }, "every answer in the mailbox", TimeSpan.FromSeconds(90));
        Assert.Equal(answered.Count, got.Select(mail => mail.Id).Distinct().Count());
        return got.Count - answered.Count;
    }

    private static async Task<List<string>> All(LiveInstallation installation, string token, string path, Func<JsonNode, string?> what)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await installation.Ask(0, HttpMethod.Get, path + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)), token);
            found.AddRange(page!["items"]!.AsArray().Select(item => what(item!)).OfType<string>());
            after = (string?)page["next"];
        }
        while (after is not null);

        return found;
    }

    /// <summary>Asks again until it answers: the process may be dead at any moment. What is refused is a fault.</summary>
    private static async Task<T> Persist<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (failure is HttpRequestException { StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError } or TaskCanceledException or IOException)
            {
                await Task.Delay(100);
            }
        }
    }
}
