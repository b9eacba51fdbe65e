declare module 'asl-validator' {
  const validate: (definition: object) => { isValid: boolean; errors: object[] }
  export default validate
}
