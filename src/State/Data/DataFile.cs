using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.State.Data;

/// <summary>A file of prices or limits cannot be used. The message names the file, the line and what is wrong.</summary>
public sealed class DataFileException(string file, long? line, string why, Exception? innerException = null)
    : Exception($"{file}{(line is null ? "" : $", line {line}")}: {why}", innerException)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1; null when the trouble has none.</summary>
    public long? Line { get; } = line;
}

/// <summary>Reads a file of the form <c>{ "entries": [ ... ] }</c> strictly: an unknown field is a mistake, not something to skip.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Options = new(StateJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Entries of a file that comes with the program.</summary>
    public static IReadOnlyList<T> ReadBuiltIn<T>(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream($"FunctionsPipeline.State.Data.{name}")
            ?? throw new InvalidOperationException($"The program was built without its data file {name}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse<T>(memory.ToArray(), name);
    }

    /// <summary>Entries of a user's file.</summary>
    /// <exception cref="DataFileException">The file is missing, no JSON of the right form, or holds an unknown field.</exception>
    public static IReadOnlyList<T> Read<T>(string file)
    {
        try
        {
            return Parse<T>(File.ReadAllBytes(file), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(file, null, error.Message, error);
        }
    }

    private static IReadOnlyList<T> Parse<T>(byte[] content, string file)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<Content<T>>(WithoutByteOrderMark(content), Options)?.Entries
                ?? throw new DataFileException(file, 1, "it holds no entries.");
            return entries.Contains(default) ? throw new DataFileException(file, null, "an entry is null.") : entries;
        }
        catch (JsonException error)
        {
            throw new DataFileException(file, error.LineNumber + 1, Explain(error, typeof(T)), error);
        }
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> content) =>
        content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    private static string Explain(JsonException error, Type entry)
    {
        var field = error.Path?[(error.Path.LastIndexOf('.') + 1)..] ?? "";
        var known = Names(entry).Append("entries").ToList();
        if (field.Length == 0 || field.Contains(']', StringComparison.Ordinal) || known.Contains(field, StringComparer.OrdinalIgnoreCase))
        {
            return $"{error.Message.Split(" Path:")[0]} (at {error.Path})";
        }

        return Spelling.Nearest(field, known) is { } meant
            ? $"'{field}' is no field. Did you mean '{meant}'?"
            : $"'{field}' is no field. The fields are: {string.Join(", ", Names(entry))}.";
    }

    /// <summary>Field names of an entry and of the records inside it.</summary>
    private static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .SelectMany(property => Names(ElementType(property.PropertyType)).Prepend(JsonNamingPolicy.CamelCase.ConvertName(property.Name)))
        .Distinct(StringComparer.Ordinal);

    private static Type ElementType(Type type)
    {
        var element = type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        return element.Namespace?.StartsWith("FunctionsPipeline", StringComparison.Ordinal) == true && !element.IsEnum ? element : typeof(object);
    }

    private sealed record Content<T>(IReadOnlyList<T> Entries);
}
