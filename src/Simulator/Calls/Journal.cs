using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.Calls;

/// <summary>One line: a call was accepted, or something happened to one. Exactly one of the members is set.</summary>
internal sealed record JournalLine
{
    /// <summary>A call was accepted.</summary>
    public CallFacts? Accepted { get; init; }

    /// <summary>A waiting call was taken back.</summary>
    public CallEvent? Cancelled { get; init; }

    /// <summary>A result that is handed out once was handed out.</summary>
    public CallEvent? Fetched { get; init; }
}

/// <summary>Something that happened to a call.</summary>
internal sealed record CallEvent(string RequestId, DateTimeOffset At);

/// <summary>
/// An append-only file of JSON lines. A line is with the operating system before the reply leaves, so it outlives the process; it does not
/// claim to outlive the machine. Safe for several threads.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    /// <summary>Opens or creates a journal and reads what it holds.</summary>
    /// <exception cref="StartException">Another process writes to it, it cannot be written, or it is damaged before its last line.</exception>
    public static Journal Open(string path, Action<JournalLine> onLine)
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            Read(file, path, onLine);
            return new Journal(file);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is not (IOException or UnauthorizedAccessException or ArgumentException)) throw;
            throw new StartException($"The journal {path} cannot be used: {exception.Message} Close its other user or choose another file with --journal.");
        }
    }

    /// <summary>True while another process writes to a journal.</summary>
    public static bool IsInUse(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or ArgumentException)
        {
            // Not a matter of waiting: opening it will tell.
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Appends a line.</summary>
    public void Append(JournalLine line)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine);
        byte[] bytes = [.. text, (byte)'\n'];
        lock (_gate) _file.Write(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Read(FileStream file, string path, Action<JournalLine> onLine)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        long number = 0, goodBytes = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            // A process that was killed may leave half a line. Only the last one can be such; it was never answered, so it is cut off.
            var isWhole = goodBytes + System.Text.Encoding.UTF8.GetByteCount(text) + 1 <= file.Length;
            if (!isWhole) break;
            onLine(Parse(text, path, number));
            goodBytes += System.Text.Encoding.UTF8.GetByteCount(text) + 1;
        }

        file.SetLength(goodBytes);
        file.Seek(0, SeekOrigin.End);
    }

    private static JournalLine Parse(string text, string path, long number)
    {
        try
        {
            return JsonSerializer.Deserialize(text, JournalJson.Default.JournalLine) ?? throw new JsonException("The line is null.");
        }
        catch (JsonException exception)
        {
            throw new StartException(
                $"The journal {path} is damaged in line {number}: {exception.Message} Nothing was changed; choose another file with --journal.");
        }
    }
}

/// <summary>The journal's form.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
