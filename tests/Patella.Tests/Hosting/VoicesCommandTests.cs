using System.Text;
using System.Text.Json.Nodes;
using Patella.Host.Commands;
using Patella.Kernel.Learning;

namespace Patella.Tests.Hosting;

/// <summary>The understanding of voices over files, as a person with their own data runs it.</summary>
public class VoicesCommandTests
{
    [Fact]
    public async Task Voices_are_classified_and_lines_that_cannot_be_read_are_named()
    {
        using var folder = new TemporaryFolder();
        var (file, answers) = (Path.Combine(folder.Path, "voices.jsonl"), Path.Combine(folder.Path, "answers.jsonl"));
        await File.WriteAllBytesAsync(file,
        [
            .. "{\"id\":\"a\",\"text\":\"领的优惠券一直用不了\"}\n{\"id\":\"b\",\"text\":\n{\"id\":\"c\"}\n"u8, .. "{\"id\":\"d\",\"text\":\""u8, 0xFF, 0xFE, .. "\"}\n{\"id\":\"e\",\"text\":\""u8,
            .. Encoding.ASCII.GetBytes(new string('x', 10 << 20)), .. "\"}\n\n[1]\n{\"id\":7,\"time\":\"2026-11-11T00:00:00Z\",\"text\":\"my parcel has not moved for days\"}"u8,
        ]);

        var (code, _, errors) = await PatellaProcess.Run(["voices", "classify", "--voices", file, "--out", answers]);

        Assert.True(code == ExitCodes.Done, errors);
        var told = (await File.ReadAllLinesAsync(answers)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([("a", "coupon-fails"), ("7", "parcel-stuck")], told.Select(one => ((string)one["id"]!, (string)one["reason"]!)));
        Assert.All((string[])["line 2 is not JSON", "line 3 has no text", "line 4 is not UTF-8", "line 5 is longer than 1 MiB", "line 7 is not a JSON object", "7 voices, 2 understood, 5 refused"],
            words => Assert.Contains(words, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_trained_from_a_table_tells_its_reasons_and_the_same_table_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var (labels, model, again) = (Path.Combine(folder.Path, "labels.csv"), Path.Combine(folder.Path, "a.model"), Path.Combine(folder.Path, "b.model"));
        await File.WriteAllTextAsync(labels, "text,reason,sentiment\n" + string.Concat(Enumerable.Range(0, 40).Select(index => $"灯光太暗了{index},light,-1\n声音很好听{index},sound,1\n")) + ",light,\nx,light,9\n");

        var (code, output, errors) = await PatellaProcess.Run(["voices", "train", "--labels", labels, "--out", model, "--alone"]);
        Assert.True(code == ExitCodes.Done, errors);
        Assert.Contains("80 labels learnt, 2 lines refused", output, StringComparison.Ordinal);
        Assert.Contains("line 82: The text is missing.", errors, StringComparison.Ordinal);
        await PatellaProcess.Run(["voices", "train", "--labels", labels, "--out", again, "--alone"]);
        Assert.Equal(await File.ReadAllBytesAsync(model), await File.ReadAllBytesAsync(again));

        var reader = new VoiceReader(VoiceModel.Load(await File.ReadAllBytesAsync(model)), new FamilyIndex(16));
        var told = reader.Read("这个灯光有点暗"u8, 0);
        Assert.Equal(("light", -1), (reader.Model.Reasons.ReasonCode(told.Reason), told.Sentiment));
    }

    [Fact]
    public async Task Reasons_the_tree_does_not_have_are_named_by_line_and_a_file_without_any_label_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        var (labels, model) = (Path.Combine(folder.Path, "labels.jsonl"), Path.Combine(folder.Path, "model"));
        await File.WriteAllTextAsync(labels, "{\"text\":\"灯光太暗\",\"reason\":\"light\"}\n");

        var (code, _, errors) = await PatellaProcess.Run(["voices", "train", "--labels", labels, "--out", model]);

        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("line 1: There is no reason light in the tree.", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "voices.jsonl");
        await File.WriteAllTextAsync(file, "{\"text\":\"x\"}");
        var (code, _, errors) = await PatellaProcess.Run(["voices", "classify", "--voices", file, "--model", file]);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("not a model", errors, StringComparison.Ordinal);
    }
}
