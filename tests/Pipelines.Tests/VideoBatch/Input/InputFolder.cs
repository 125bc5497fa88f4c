using FunctionsPipeline.Pipelines.Input;
using System.Text;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

/// <summary>A folder with input files, gone after the test.</summary>
public sealed class InputFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-input-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Reads a specification beside a prompt file <c>prompts.txt</c> of two prompts.</summary>
    public Task<VideoBatchSpec> ReadSpecAsync(string text, string name = "batch.yaml")
    {
        Write("prompts.txt", "A red ball rolls off a table.\nApples fall from a tree.\n");
        return VideoBatchSpecReader.ReadFileAsync(Write(name, text));
    }

    /// <summary>What is wrong with a specification.</summary>
    public async Task<InputException> RefuseSpecAsync(string text, string name = "batch.yaml") =>
        await Should.ThrowAsync<InputException>(ReadSpecAsync(text, name));

    public async Task<List<PromptEntry>> ReadPromptsAsync(string name, byte[] bytes)
    {
        var reader = new PromptReader(PromptSource.FromFile(Write(name, bytes)));
        var prompts = new List<PromptEntry>();
        await foreach (var prompt in reader.ReadAsync()) prompts.Add(prompt);
        return prompts;
    }

    public Task<List<PromptEntry>> ReadPromptsAsync(string name, string text) => ReadPromptsAsync(name, Encoding.UTF8.GetBytes(text));

    /// <summary>What is wrong with a prompt file.</summary>
    public async Task<InputException> RefusePromptsAsync(string name, byte[] bytes) =>
        await Should.ThrowAsync<InputException>(ReadPromptsAsync(name, bytes));

    public Task<InputException> RefusePromptsAsync(string name, string text) => RefusePromptsAsync(name, Encoding.UTF8.GetBytes(text));
}
