using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>Records in YAML; the summary of a run with the names and values of <c>run.json</c>.</summary>
internal static class YamlExport
{
    private static readonly EmitterSettings Settings = new EmitterSettings().WithBestWidth(int.MaxValue);

    public static async Task WriteAsync(RunSummary summary, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true);
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        emitter.Emit(new MappingStart());
        foreach (var member in Element(summary with { Tasks = [] }).EnumerateObject().Where(member => member.Name != "tasks")) Emit(emitter, member);

        // One by one: there may be many of them.
        emitter.Emit(new Scalar("tasks"));
        emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Block));
        foreach (var task in summary.Tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Emit(emitter, Element(task));
        }

        emitter.Emit(new SequenceEnd());
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    /// <summary>Writes any record in YAML: the names and values that it has in JSON.</summary>
    public static async Task WriteAsync<T>(T record, Stream destination)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true);
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, Element(record));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, RunFolderJson.Lines);

    private static void Emit(Emitter emitter, JsonProperty member)
    {
        emitter.Emit(new Scalar(member.Name));
        Emit(emitter, member.Value);
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (var member in value.EnumerateObject()) Emit(emitter, member);
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
                foreach (var element in value.EnumerateArray()) Emit(emitter, element);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                // In quotes no reader takes 'no' for false or '1e3' for a number.
                emitter.Emit(new Scalar(null, null, value.GetString()!, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true));
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }
}
