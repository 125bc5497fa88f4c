using FunctionsPipeline.Pipelines.PostSearch.Input;
namespace FunctionsPipeline.Pipelines.Tests.PostSearch;
public sealed class TemporaryWriter
{
    [Fact]
    public void Write() => File.WriteAllText(Path.Combine(RepositoryRoot.Path, "docs", "schemas", "post-search.schema.json"), PostSearchFields.SchemaText());
}
